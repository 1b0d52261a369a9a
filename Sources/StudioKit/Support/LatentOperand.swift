import FoundationEssentials
import SketchRendering
import SketchSupport

/// A latent given as a drawing, which is encoded, or as a file of latents.
package struct LatentOperand {
    /// Z values.
    package var latent: [Float]
    /// Nil for a file of latents.
    package var drawing: Drawing?

    /// The operand in a recipe.
    package func source(as name: String) -> Recipe.Source {
        drawing?.source(as: name)
            ?? Recipe.Source(name: name, content: Data(JSONValue.floats(latent).text.utf8))
    }
}
