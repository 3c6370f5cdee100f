import { Button } from "@kangban/kit";
import { useId } from "react";

import {
  type Button as ButtonView,
  type DeliveryMark,
  type FormErrorRow,
  FormPlace,
  type ProgressBar,
} from "../../generated/types/types";
import { Mark } from "../Rows";
import { useSend } from "../send";

/** How far one has come, and where the answers are. */
export function Progress({ progress, mark }: { progress: ProgressBar; mark: DeliveryMark }) {
  const words = useId();
  return (
    <div className="form-progress">
      <div className="form-progress-words">
        <span id={words} className="detail">
          {progress.text}
        </span>
        <Mark mark={mark} />
      </div>
      <div
        className="progress"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={1000}
        aria-valuenow={progress.permille}
        aria-valuetext={progress.text}
        aria-labelledby={words}
      >
        <i style={{ width: `${progress.permille / 10}%` }} />
      </div>
    </div>
  );
}

/** What is wrong, each leading to its question. */
export function Errors({ title, errors }: { title: string; errors: FormErrorRow[] }) {
  const { forms } = useSend();
  return (
    <div role="alert">
      {errors.length > 0 ? (
        <div className="card role-caution stack8">
          <h2>{title}</h2>
          <ul className="stack8">
            {errors.map((row) => (
              <li key={`${row.page} ${row.path}`}>
                <Button
                  label={row.label}
                  detail={row.text}
                  onPress={() => forms({ kind: "PageChosen", value: new FormPlace(row.page, row.path) })}
                />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}

/** Back and the solid button, side by side. */
export function Steps(props: { previous: ButtonView | null; next: ButtonView; busy: boolean; onNext: () => void }) {
  const { previous, next, busy, onNext } = props;
  const { forms } = useSend();
  const solid = <Button kind="primary" {...worded(next)} busy={busy} onPress={onNext} />;
  if (!previous) return solid;
  return (
    <div className="form-steps">
      <Button {...worded(previous)} onPress={() => forms({ kind: "PreviousPressed" })} />
      {solid}
    </div>
  );
}

/** Keep and leave, and the other language. */
export function Leaving({ later, otherLanguage }: { later: ButtonView; otherLanguage: string }) {
  const { forms } = useSend();
  return (
    <div className="form-leaving">
      <Button kind="text" {...worded(later)} onPress={() => forms({ kind: "LaterPressed" })} />
      {otherLanguage ? (
        <Button kind="text" label={otherLanguage} onPress={() => forms({ kind: "LanguagePressed" })} />
      ) : null}
    </div>
  );
}

/** A core's button as the kit's. */
export function worded({ label, detail, icon }: ButtonView) {
  return { label, detail, icon };
}
