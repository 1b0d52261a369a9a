/// The jobs of all commands.
public enum StudioJobs {
    public static let all: [any StudioJob.Type] = [
        InterpolateJob.self, AnalogyJob.self, ReconstructJob.self, SampleJob.self, CompleteJob.self, GridJob.self,
        EncodeJob.self, DecodeJob.self, RenderJob.self, PlotterJob.self, ConvertJob.self, TraceJob.self, JoinJob.self,
        DatasetInfoJob.self, TrainJob.self, EvaluateJob.self, ClassifyJob.self, ClassifierEvaluateJob.self,
        ClassifierTrainJob.self, ClassifierCompareJob.self, ModelListJob.self, ModelInfoJob.self, ModelConvertJob.self,
        ModelBankJob.self, LossesJob.self, RecipeJob.self, GalleryJob.self, PageJob.self, DrawJob.self, DoctorJob.self,
        ConfigJob.self,
    ]
}
