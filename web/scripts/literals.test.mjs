// @vitest-environment node
import { describe, expect, it } from "vitest";

import { literalsIn } from "./literals.mjs";

const texts = (source) => literalsIn("x.tsx", source).map((found) => found.text);

describe("the check for text in components", () => {
  it("finds words between tags, in either language", () => {
    expect(texts("const a = <p>Save</p>;")).toEqual(["Save"]);
    expect(texts("const a = <p>保存</p>;")).toEqual(["保存"]);
    expect(texts("const a = <p>{'Save'}{`保存 ${n}`}</p>;")).toEqual(["Save", "保存"]);
  });

  it("finds words in what is read out or shown", () => {
    expect(
      texts('const a = <b aria-label="Close" title={"Shut"} alt={`Photo ${n}`} placeholder="Name" />;'),
    ).toEqual(["Close", "Shut", "Photo", "Name"]);
  });

  it("finds words behind a condition, a fallback, a sum and a list", () => {
    expect(texts("const a = <p>{open ? 'Close' : 'Open'}</p>;")).toEqual(["Close", "Open"]);
    expect(texts("const a = <p>{name ?? 'Nobody'}</p>;")).toEqual(["Nobody"]);
    expect(texts("const a = <p>{'No. ' + n}</p>;")).toEqual(["No."]);
    expect(texts("const a = <p>{rows.map(() => 'Row')}</p>;")).toEqual(["Row"]);
  });

  it("leaves alone what nobody reads", () => {
    const quiet = `
      const kind = "primary";
      const a = <Button kind="primary" className={\`btn \${kind}\`} icon="call" role="status" aria-current="page" />;
      const b = <p>{view.text} · {n}%</p>;
      const c = <p>{state === "open" ? view.open : view.shut}</p>;`;
    expect(texts(quiet)).toEqual([]);
  });

  it("says on which line", () => {
    expect(literalsIn("x.tsx", "\n\nconst a = <p>Save</p>;")).toEqual([{ line: 3, text: "Save" }]);
  });
});
