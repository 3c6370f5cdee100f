import { Button, Icon } from "@kangban/kit";
import { Button as Pressable } from "react-aria-components";

import { type FormAnswerRow, FormPlace } from "../../generated/types/types";
import { useSend } from "../send";
import { Spoken } from "../Spoken";

/** Answers, one below the other; each that can be changed is pressed as a whole. */
export function AnswerRows(props: { rows: FormAnswerRow[]; earlier: string; later: string }) {
  const { rows, earlier, later } = props;
  const { forms } = useSend();
  return (
    <>
      {earlier ? <Button label={earlier} onPress={() => forms({ kind: "EarlierRowsPressed" })} /> : null}
      <ul className="card flush">
        {rows.map((row) => (
          <li key={row.path} className="row-item form-answer">
            {row.page ? (
              <Pressable
                className="row"
                onPress={() => forms({ kind: "PageChosen", value: new FormPlace(row.page, row.path) })}
              >
                <Spoken text={`${row.change} · ${row.value}`}>
                  <Words row={row} />
                  <Icon name="edit" size="s" />
                </Spoken>
              </Pressable>
            ) : (
              <div className="row">
                <Words row={row} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {later ? <Button label={later} onPress={() => forms({ kind: "LaterRowsPressed" })} /> : null}
    </>
  );
}

function Words({ row }: { row: FormAnswerRow }) {
  return (
    <span className="grow">
      <span className="detail">{row.label}</span>
      <span className={row.missing ? "form-value wrong" : "form-value"}>
        {row.missing ? <Icon name="warning" size="s" /> : null}
        <span>{row.value}</span>
      </span>
    </span>
  );
}
