import SketchCore

/// The Simplex Roman letters that A. V. Hershey drew for plotters at the U.S. National Bureau of Standards, in 1967.
///
/// The data are the first 95 glyphs of rowmans.jhf of the Usenet distribution (Debian: hershey-fonts-data), whose form is by
/// James Hurt, Cognition, Inc. NOTICE has the licence.
enum SingleStrokeFont {
    /// A letter: polylines from the left side of its advance at the baseline, y down, with capitals 21 units high.
    struct Letter {
        var width: Double
        var strokes: [[Point]]
    }

    /// The height of capitals, in units.
    static let capitalHeight = 21.0

    /// Returns the letter of an ASCII character from the space to the tilde; nil for others.
    static func letter(_ character: Character) -> Letter? {
        guard let code = character.asciiValue, code >= 32, Int(code) - 32 < letters.count else { return nil }
        return letters[Int(code) - 32]
    }

    private static let letters = data.map(letter(of:))

    /// Each glyph is pairs of characters as offsets from R: the left and right side, then points; a space and R lift the pen.
    private static func letter(of data: String) -> Letter {
        let values = data.utf8.map { Double($0) - 82 }
        guard values.count >= 2 else { return Letter(width: 0, strokes: []) }
        var strokes: [[Point]] = [[]]
        for index in stride(from: 2, to: values.count - 1, by: 2) {
            if values[index] == Double(UInt8(ascii: " ")) - 82 {
                strokes.append([])
            } else {
                strokes[strokes.count - 1].append(Point(x: values[index] - values[0], y: values[index + 1] - 9))
            }
        }
        return Letter(width: values[1] - values[0], strokes: strokes.filter { !$0.isEmpty })
    }

    private static let data = [
        #"JZ"#,
        #"MWRFRT RRYQZR[SZRY"#,
        #"JZNFNM RVFVM"#,
        #"H]SBLb RYBRb RLOZO RKUYU"#,
        #"H\PBP_ RTBT_ RYIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX"#,
        #"F^[FI[ RNFPHPJOLMMKMIKIIJGLFNFPGSHVHYG[F RWTUUTWTYV[X[ZZ[X[VYTWT"#,
        #"E_\O\N[MZMYNXPVUTXRZP[L[JZIYHWHUISJRQNRMSKSIRGPFNGMIMKNNPQUXWZY[[[\Z\Y"#,
        #"MWRHQGRFSGSIRKQL"#,
        #"KYVBTDRGPKOPOTPYR]T`Vb"#,
        #"KYNBPDRGTKUPUTTYR]P`Nb"#,
        #"JZRFRR RMIWO RWIMO"#,
        #"E_RIR[ RIR[R"#,
        #"MWSZR[QZRYSZS\R^Q_"#,
        #"E_IR[R"#,
        #"MWRYQZR[SZRY"#,
        #"G][BIb"#,
        #"H\QFNGLJKOKRLWNZQ[S[VZXWYRYOXJVGSFQF"#,
        #"H\NJPISFS["#,
        #"H\LKLJMHNGPFTFVGWHXJXLWNUQK[Y["#,
        #"H\MFXFRNUNWOXPYSYUXXVZS[P[MZLYKW"#,
        #"H\UFKTZT RUFU["#,
        #"H\WFMFLOMNPMSMVNXPYSYUXXVZS[P[MZLYKW"#,
        #"H\XIWGTFRFOGMJLOLTMXOZR[S[VZXXYUYTXQVOSNRNOOMQLT"#,
        #"H\YFO[ RKFYF"#,
        #"H\PFMGLILKMMONSOVPXRYTYWXYWZT[P[MZLYKWKTLRNPQOUNWMXKXIWGTFPF"#,
        #"H\XMWPURRSQSNRLPKMKLLINGQFRFUGWIXMXRWWUZR[P[MZLX"#,
        #"MWRMQNROSNRM RRYQZR[SZRY"#,
        #"MWRMQNROSNRM RSZR[QZRYSZS\R^Q_"#,
        #"F^ZIJRZ["#,
        #"E_IO[O RIU[U"#,
        #"F^JIZRJ["#,
        #"I[LKLJMHNGPFTFVGWHXJXLWNVORQRT RRYQZR[SZRY"#,
        #"E`WNVLTKQKOLNMMPMSNUPVSVUUVS RQKOMNPNSOUPV RWKVSVUXVZV\T]Q]O\L[JYHWGTFQFNGLHJJILHOHRIUJWLYNZQ[T[WZYYZX RXKWSWUXV"#,
        #"I[RFJ[ RRFZ[ RMTWT"#,
        #"G\KFK[ RKFTFWGXHYJYLXNWOTP RKPTPWQXRYTYWXYWZT[K["#,
        #"H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZV"#,
        #"G\KFK[ RKFRFUGWIXKYNYSXVWXUZR[K["#,
        #"H[LFL[ RLFYF RLPTP RL[Y["#,
        #"HZLFL[ RLFYF RLPTP"#,
        #"H]ZKYIWGUFQFOGMILKKNKSLVMXOZQ[U[WZYXZVZS RUSZS"#,
        #"G]KFK[ RYFY[ RKPYP"#,
        #"NVRFR["#,
        #"JZVFVVUYTZR[P[NZMYLVLT"#,
        #"G\KFK[ RYFKT RPOY["#,
        #"HYLFL[ RL[X["#,
        #"F^JFJ[ RJFR[ RZFR[ RZFZ["#,
        #"G]KFK[ RKFY[ RYFY["#,
        #"G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF"#,
        #"G\KFK[ RKFTFWGXHYJYMXOWPTQKQ"#,
        #"G]PFNGLIKKJNJSKVLXNZP[T[VZXXYVZSZNYKXIVGTFPF RSWY]"#,
        #"G\KFK[ RKFTFWGXHYJYLXNWOTPKP RRPY["#,
        #"H\YIWGTFPFMGKIKKLMMNOOUQWRXSYUYXWZT[P[MZKX"#,
        #"JZRFR[ RKFYF"#,
        #"G]KFKULXNZQ[S[VZXXYUYF"#,
        #"I[JFR[ RZFR["#,
        #"F^HFM[ RRFM[ RRFW[ R\FW["#,
        #"H\KFY[ RYFK["#,
        #"I[JFRPR[ RZFRP"#,
        #"H\YFK[ RKFYF RK[Y["#,
        #"KYOBOb RPBPb ROBVB RObVb"#,
        #"KYKFY^"#,
        #"KYTBTb RUBUb RNBUB RNbUb"#,
        #"JZPLRITL RMORJWO RRJR["#,
        #"JZJ]Z]"#,
        #"MWSFRGQIQKRLSKRJ"#,
        #"I\XMX[ RXPVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"H[LFL[ RLPNNPMSMUNWPXSXUWXUZS[P[NZLX"#,
        #"I[XPVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"I\XFX[ RXPVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"I[LSXSXQWOVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"MYWFUFSGRJR[ ROMVM"#,
        #"I\XMX]W`VaTbQbOa RXPVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"I\MFM[ RMQPNRMUMWNXQX["#,
        #"NVQFRGSFREQF RRMR["#,
        #"MWRFSGTFSERF RSMS^RaPbNb"#,
        #"IZMFM[ RWMMW RQSX["#,
        #"NVRFR["#,
        #"CaGMG[ RGQJNLMOMQNRQR[ RRQUNWMZM\N]Q]["#,
        #"I\MMM[ RMQPNRMUMWNXQX["#,
        #"I\QMONMPLSLUMXOZQ[T[VZXXYUYSXPVNTMQM"#,
        #"H[LMLb RLPNNPMSMUNWPXSXUWXUZS[P[NZLX"#,
        #"I\XMXb RXPVNTMQMONMPLSLUMXOZQ[T[VZXX"#,
        #"KXOMO[ ROSPPRNTMWM"#,
        #"J[XPWNTMQMNNMPNRPSUTWUXWXXWZT[Q[NZMX"#,
        #"MYRFRWSZU[W[ ROMVM"#,
        #"I\MMMWNZP[S[UZXW RXMX["#,
        #"JZLMR[ RXMR["#,
        #"G]JMN[ RRMN[ RRMV[ RZMV["#,
        #"J[MMX[ RXMM["#,
        #"JZLMR[ RXMR[P_NaLbKb"#,
        #"J[XMM[ RMMXM RM[X["#,
        #"KYTBRCQDPFPHQJRKSMSOQQ RRCQEQGRISJTLTNSPORSTTVTXSZR[Q]Q_Ra RQSSUSWRYQZP\P^Q`RaTb"#,
        #"NVRBRb"#,
        #"KYPBRCSDTFTHSJRKQMQOSQ RRCSESGRIQJPLPNQPURQTPVPXQZR[S]S_Ra RSSQUQWRYSZT\T^S`RaPb"#,
        #"F^IUISJPLONOPPTSVTXTZS[Q RISJQLPNPPQTTVUXUZT[Q[O"#,
    ]
}
