import { useEffect } from "react";

import type { Chrome, FormView } from "../generated/types/types";
import { Errors, Leaving, Progress, Steps } from "../parts/form/Around";
import { Control, controlId } from "../parts/form/Control";
import { Rich } from "../parts/form/Rich";
import { Frame } from "../parts/Frame";
import { Wrong } from "../parts/Rows";
import { useSend } from "../parts/send";

/** One page of a form. */
export function Form({ chrome, view }: { chrome: Chrome; view: FormView }) {
  const { forms } = useSend();
  useFocus(view);
  return (
    <Frame
      chrome={chrome}
      place={`Form ${view.page}`}
      notice={<Progress progress={view.progress} mark={view.mark} />}
      dock={
        <>
          <Wrong text={view.error} />
          <Steps
            previous={view.previous ?? null}
            next={view.next}
            busy={view.busy}
            onNext={() => forms({ kind: "NextPressed" })}
          />
        </>
      }
    >
      {view.form_title !== chrome.title ? <p className="detail">{view.form_title}</p> : null}
      {view.notice ? <p className="card role-caution">{view.notice}</p> : null}
      {view.intro.length > 0 ? (
        <div>
          <Rich blocks={view.intro} />
        </div>
      ) : null}
      {view.page_title && view.page_title !== chrome.title ? <h2>{view.page_title}</h2> : null}
      <Errors title={view.errors_title} errors={view.errors} />
      {view.controls.map((control) => (
        <Control key={`${control.kind.kind} ${control.path}`} control={control} />
      ))}
      <Leaving later={view.later} otherLanguage={view.other_language} />
    </Frame>
  );
}

/** The control that the core names gets the focus when its page comes to the front. */
function useFocus({ page, focus }: FormView) {
  useEffect(() => {
    if (!focus) return;
    const box = document.getElementById(controlId(focus));
    box?.scrollIntoView({ block: "center" });
    box?.focus({ preventScroll: true });
  }, [page, focus]);
}
