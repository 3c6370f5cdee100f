package kangban.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.text.TextLayoutResult

/**
 * What keeps somebody from using what is drawn, in words; empty when nothing does.
 *
 * What can be pressed has a name and a place of its own to press, which is [target] dp high and as wide as a finger;
 * no text is cut off, and nothing lies outside the window. Compose widens small targets to 48 dp by itself, so their
 * size alone says nothing: two small ones side by side share theirs.
 */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.barriers(target: Int = FINGER): List<String> = buildList {
    val pressable = onAllNodes(hasClickAction()).fetchSemanticsNodes(atLeastOneRootRequired = false)
    for (node in pressable) {
        val density = node.layoutInfo.density.density
        val touch = node.touchBoundsInRoot
        if (touch.height < target * density - SLACK || touch.width < FINGER * density - SLACK) {
            add("${node.name()}: target ${touch.width} × ${touch.height}")
        }
        if (node.name().isBlank()) add("node ${node.id} has no name")
    }
    pressable.forEachIndexed { i, one ->
        for (other in pressable.drop(i + 1)) {
            val apart = !one.touchBoundsInRoot.deflate(1f).overlaps(other.touchBoundsInRoot)
            if (!apart && !(one within other) && !(other within one)) {
                add("${one.name()} and ${other.name()} share a target")
            }
        }
    }
    for (root in onAllNodes(isRoot(), useUnmergedTree = true).fetchSemanticsNodes(atLeastOneRootRequired = false)) {
        addAll(cut(root))
    }
}

private const val FINGER = 48
private const val SLACK = 0.5f

private infix fun SemanticsNode.within(other: SemanticsNode) =
    generateSequence(parent) { it.parent }.any { it.id == other.id }

private fun cut(node: SemanticsNode): List<String> {
    val layouts = mutableListOf<TextLayoutResult>()
    // What is typed into a field may scroll.
    if (SemanticsProperties.EditableText !in node.config) {
        node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(layouts)
    }
    return layouts.filter { it.isCut() }.map { "cut off: ${it.layoutInput.text}" } + node.children.flatMap(::cut)
}

// hasVisualOverflow won't do: it compares with the width that was offered, not with the width of the lines.
private fun TextLayoutResult.isCut() = multiParagraph.didExceedMaxLines ||
    multiParagraph.height > size.height + 1 ||
    (0 until lineCount).any { isLineEllipsized(it) || getLineRight(it) - getLineLeft(it) > size.width + 1 }

private fun SemanticsNode.name(): String {
    val said = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty()
    val text = config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text }
    return (said + text + children.map { it.name() }).joinToString("")
}
