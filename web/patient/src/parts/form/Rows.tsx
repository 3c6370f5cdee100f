import { Button, Icon } from "@kangban/kit";

import { type FormAnswerRow, FormPlace } from "../../generated/types/types";
import { useSend } from "../send";

/** Answers, one below the other; each that can be changed has its button. */
export function AnswerRows(props: { rows: FormAnswerRow[]; earlier: string; later: string }) {
  const { rows, earlier, later } = props;
  const { forms } = useSend();
  return (
    <>
      {earlier ? <Button label={earlier} onPress={() => forms({ kind: "EarlierRowsPressed" })} /> : null}
      <dl className="card flush">
        {rows.map((row) => (
          <div key={row.path} className="form-answer">
            <dt className="detail">{row.label}</dt>
            <dd className={row.missing ? "wrong" : ""}>
              {row.missing ? <Icon name="warning" size="s" /> : null}
              <span>{row.value}</span>
            </dd>
            {row.page ? (
              <dd className="form-change">
                <Button
                  kind="text"
                  compact
                  icon="edit"
                  label={row.change}
                  name={`${row.change} · ${row.label}`}
                  onPress={() => forms({ kind: "PageChosen", value: new FormPlace(row.page, row.path) })}
                />
              </dd>
            ) : null}
          </div>
        ))}
      </dl>
      {later ? <Button label={later} onPress={() => forms({ kind: "LaterRowsPressed" })} /> : null}
    </>
  );
}
