package kangban.ui.parts

import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.ui.Modifier
import androidx.compose.ui.node.ModifierNodeElement
import androidx.compose.ui.node.TraversableNode
import androidx.compose.ui.node.TraversableNode.Companion.TraverseDescendantsAction
import androidx.compose.ui.node.traverseDescendants
import androidx.compose.ui.platform.InspectorInfo
import kangban.ui.Shell

private object Spoken

private class SpokenNode(var text: String) : Modifier.Node(), TraversableNode {
    override val traverseKey = Spoken
}

private data class SpokenElement(val text: String) : ModifierNodeElement<SpokenNode>() {
    override fun create() = SpokenNode(text)

    override fun update(node: SpokenNode) {
        node.text = text
    }

    override fun InspectorInfo.inspectableProperties() = Unit
}

/** Marks what is read aloud here; whatever stands inside is not read once more. */
internal fun Modifier.readAs(text: String): Modifier = this then SpokenElement(text)

/** Knows what there is to read in the part of the screen that [readBy] marks. */
internal class Reader {
    var node: Modifier.Node? = null

    /** All that stands there, in its order, a line each. */
    fun text(): String = buildList {
        node?.takeIf { it.isAttached }?.traverseDescendants(Spoken) {
            add((it as SpokenNode).text)
            TraverseDescendantsAction.SkipSubtreeAndContinueTraversal
        }
    }.filter(String::isNotBlank).joinToString("\n")
}

private data class ReaderElement(val reader: Reader) : ModifierNodeElement<ReaderNode>() {
    override fun create() = ReaderNode(reader)

    override fun update(node: ReaderNode) = node.serve(reader)

    override fun InspectorInfo.inspectableProperties() = Unit
}

private class ReaderNode(private var reader: Reader) : Modifier.Node() {
    override fun onAttach() {
        reader.node = this
    }

    override fun onDetach() {
        reader.node = null
    }

    fun serve(next: Reader) {
        reader.node = null
        reader = next
        reader.node = this
    }
}

/** Marks the part of the screen that [reader] reads. */
internal fun Modifier.readBy(reader: Reader): Modifier = this then ReaderElement(reader)

/** The button that reads the screen aloud, in elders' mode. */
@Composable
internal fun ReadAloud(shell: Shell, reader: Reader) {
    val chrome = shell.chrome
    if (chrome.readAloud.isEmpty()) return
    // Leaving a screen ends what is read about it.
    DisposableEffect(Unit) { onDispose { shell.device.hush() } }
    IconPress(chrome.readAloud, "speak", { shell.device.speak(chrome.language, reader.text()) }, edged = true)
}
