package kangban.ui.form

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.text.AnnotatedString
import androidx.compose.ui.text.LinkAnnotation
import androidx.compose.ui.text.SpanStyle
import androidx.compose.ui.text.TextLinkStyles
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.buildAnnotatedString
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextDecoration
import androidx.compose.ui.text.withLink
import androidx.compose.ui.text.withStyle
import androidx.compose.ui.unit.dp
import kangban.types.RichBlock
import kangban.types.RichKind
import kangban.types.RichSpan
import kangban.ui.Device
import kangban.ui.theme.Space
import kangban.ui.theme.Type
import kangban.ui.theme.palette

/** A form's text in blocks, one below the other. A link opens where it leads. */
@Composable
fun Rich(blocks: List<RichBlock>, device: Device, style: TextStyle = Type.body) {
    Column(verticalArrangement = Arrangement.spacedBy(Space.s4)) {
        for (block in blocks) {
            when (block.kind) {
                RichKind.PARAGRAPH -> Text(spans(block.spans, device), style = style)
                RichKind.TITLE -> Text(spans(block.spans, device), style = style.copy(fontWeight = FontWeight.SemiBold))
                RichKind.ITEM -> Item(block, device, style)
            }
        }
    }
}

/** An item of a list behind its dot. */
@Composable
private fun Item(block: RichBlock, device: Device, style: TextStyle) {
    val line = with(LocalDensity.current) { (style.fontSize * style.lineHeight.value).toDp() }
    Row(horizontalArrangement = Arrangement.spacedBy(Space.s8)) {
        Box(Modifier.height(line), contentAlignment = Alignment.Center) {
            Box(Modifier.size(5.dp).background(palette.ink2, CircleShape))
        }
        Text(spans(block.spans, device), style = style)
    }
}

/** A label's text as one piece, a line for each block, for what can hold only one text. */
@Composable
fun richLine(blocks: List<RichBlock>, device: Device): AnnotatedString {
    val parts = blocks.map { spans(it.spans, device) }
    return buildAnnotatedString {
        parts.forEachIndexed { i, part ->
            if (i > 0) append('\n')
            append(part)
        }
    }
}

@Composable
private fun spans(spans: List<RichSpan>, device: Device): AnnotatedString {
    val links = TextLinkStyles(SpanStyle(color = palette.brandStrong, textDecoration = TextDecoration.Underline))
    return buildAnnotatedString { spans.forEach { span(it, links, device) } }
}

private fun AnnotatedString.Builder.span(span: RichSpan, links: TextLinkStyles, device: Device) {
    if (span.href.isEmpty()) {
        styled(span)
    } else {
        withLink(LinkAnnotation.Clickable(span.href, links) { device.open(span.href) }) { styled(span) }
    }
}

private fun AnnotatedString.Builder.styled(span: RichSpan) {
    if (span.strong || span.stressed) {
        withStyle(SpanStyle(fontWeight = FontWeight.SemiBold)) { append(span.text) }
    } else {
        append(span.text)
    }
}
