package kangban.ui

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.isRoot

/** Every node that is drawn, parents before children; merged as a screen reader meets them, or each by itself. */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.nodes(merged: Boolean): List<SemanticsNode> =
    onAllNodes(isRoot(), useUnmergedTree = !merged).fetchSemanticsNodes(atLeastOneRootRequired = false).flatMap(::below)

private fun below(node: SemanticsNode): List<SemanticsNode> = listOf(node) + node.children.flatMap(::below)

/** What a node says: its text, its name, its state, what stands in it, what is wrong with it. */
fun SemanticsNode.said(): List<String> = listOfNotNull(
    config.getOrNull(SemanticsProperties.EditableText)?.text,
    config.getOrNull(SemanticsProperties.StateDescription),
    config.getOrNull(SemanticsProperties.PaneTitle),
    config.getOrNull(SemanticsProperties.Error),
) + config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
    config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
    listOf(SemanticsActions.OnClick, SemanticsActions.Expand, SemanticsActions.Collapse)
        .mapNotNull { config.getOrNull(it)?.label } +
    config.getOrNull(SemanticsActions.CustomActions).orEmpty().map { it.label }

/** Every text on the screen, seen or heard. */
@OptIn(ExperimentalTestApi::class)
fun ComposeUiTest.said(): List<String> = nodes(merged = false).flatMap(SemanticsNode::said).filter(String::isNotBlank)

/** The texts that are on the screen although nobody has declared them. Marks and numbers between declared ones are none. */
fun undeclared(said: List<String>, declared: Collection<String>): List<String> {
    val parts = declared.filter(String::isNotEmpty).sortedByDescending(String::length)
    return said.filter { text ->
        parts.none { text in it } && parts.fold(text) { rest, part -> rest.replace(part, " ") }.any(Char::isLetter)
    }.distinct()
}
