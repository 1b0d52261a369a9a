import Foundation
import SketchSupport
import Testing

@Suite struct HTMLDocumentTests {
    @Test func commentsAndIndentationAreRemoved() {
        let script = """
            // A comment.
            'use strict';

            /**
             * A block
               of any indentation.
             */
            const a = 2
              * 3; // stays
              /* one line */
            const url = 'a//b', pattern = /\\/\\*/;
            """
        #expect(
            HTMLDocument.compact(script)
                == "'use strict';\nconst a = 2\n* 3; // stays\nconst url = 'a//b', pattern = /\\/\\*/;\n")
    }

    @Test func stylesLoseSpaces() {
        let style = "/* A rule. */\n@media (max-width: 9px) {\n  a:hover, b { c: 'd e', f; g: min(1px, 2vw); }\n}\n"
        #expect(HTMLDocument.compactStyle(style) == "@media (max-width:9px){a:hover,b{c:'d e',f;g:min(1px,2vw);}\n}\n")
    }

    /// The hash in the policy is that of the text between the tags.
    @Test func thePolicyNamesTheScriptAndEscapesTheTitle() throws {
        let document = HTMLDocument(
            title: "</title><script>", generator: "a", styles: ["a {\n  b: c;\n}\n"], scripts: ["  let a = 1;\n", "let b;\n"])
        let text = String(decoding: document.data(body: Data("<p></p>\n".utf8)), as: UTF8.self)
        #expect(text.contains("<title>&lt;/title&gt;&lt;script&gt;</title>"))
        #expect(text.contains("<p></p>\n<script>let a = 1;\nlet b;\n</script>"))
        // printf 'let a = 1;\nlet b;\n' | openssl dgst -sha256 -binary | base64
        #expect(text.contains("script-src 'sha256-Ew92aayTkcWSePRQlR4ZudO7UB/Kb9D8vDX8p6kOXRo='"))
        #expect(text.contains("default-src 'none'") && !text.contains("unsafe"))
    }
}
