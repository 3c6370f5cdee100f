import { Fragment } from "react";

import type { RichBlock, RichSpan } from "../../generated/types/types";

/** A form's text in blocks. Items that follow each other are one list. */
export function Rich({ blocks }: { blocks: RichBlock[] }) {
  const parts: { list: boolean; blocks: RichBlock[] }[] = [];
  for (const block of blocks) {
    const list = block.kind.kind === "Item";
    const last = parts.at(-1);
    if (list && last?.list) last.blocks.push(block);
    else parts.push({ list, blocks: [block] });
  }
  return parts.map((part, i) =>
    part.list ? (
      <ul key={i} className="rich-list">
        {part.blocks.map((block, j) => (
          <li key={j}>
            <Spans spans={block.spans} />
          </li>
        ))}
      </ul>
    ) : (
      part.blocks.map((block, j) => (
        <p key={`${i} ${j}`} className={block.kind.kind === "Title" ? "rich-title" : ""}>
          <Spans spans={block.spans} />
        </p>
      ))
    ),
  );
}

/** A label's text in one line, as what a control is named by cannot hold blocks. */
export function RichLine({ blocks }: { blocks: RichBlock[] }) {
  return blocks.map((block, i) => (
    <span key={i} className={i > 0 ? "rich-line" : ""}>
      <Spans spans={block.spans} />
    </span>
  ));
}

function Spans({ spans }: { spans: RichSpan[] }) {
  return spans.map((span, i) => <Fragment key={i}>{styled(span)}</Fragment>);
}

function styled(span: RichSpan) {
  const text = span.strong || span.stressed ? <b>{span.text}</b> : span.text;
  if (!span.href) return text;
  return (
    <a href={span.href} {...(span.href.startsWith("http") ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
      {text}
    </a>
  );
}
