extension TrainingParameters {
    /// Settings that a file does not have are the defaults, by which every later setting is off: runs of an earlier
    /// version can be taken up.
    public init(from decoder: any Decoder) throws {
        self.init()
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { setting = value }
        }
        try read(.model, &model)
        try read(.steps, &steps)
        try read(.batchSize, &batchSize)
        try read(.learningRate, &learningRate)
        try read(.minimumLearningRate, &minimumLearningRate)
        try read(.learningRateDecay, &learningRateDecay)
        try read(.schedule, &schedule)
        try read(.warmupSteps, &warmupSteps)
        try read(.klWeight, &klWeight)
        try read(.klWeightStart, &klWeightStart)
        try read(.klDecay, &klDecay)
        try read(.klTolerance, &klTolerance)
        try read(.gradientClip, &gradientClip)
        try read(.recurrentKeep, &recurrentKeep)
        try read(.randomScale, &randomScale)
        try read(.pointDropping, &pointDropping)
        try read(.mirrors, &mirrors)
        try read(.rotation, &rotation)
        try read(.shear, &shear)
        try read(.averageDecay, &averageDecay)
        try read(.patience, &patience)
        try read(.saveEvery, &saveEvery)
        try read(.seed, &seed)
        initialModel = try values.decodeIfPresent(InitialModel.Record.self, forKey: .initialModel)
    }
}
