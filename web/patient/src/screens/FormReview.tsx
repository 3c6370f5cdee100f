import type { Chrome, FormReviewView } from "../generated/types/types";
import { Errors, Leaving, Progress, Steps } from "../parts/form/Around";
import { AnswerRows } from "../parts/form/Rows";
import { Frame } from "../parts/Frame";
import { Wrong } from "../parts/Rows";
import { useSend } from "../parts/send";

/** What was answered, before the form is finished. */
export function FormReview({ chrome, view }: { chrome: Chrome; view: FormReviewView }) {
  const { forms } = useSend();
  return (
    <Frame
      chrome={chrome}
      place="FormReview"
      notice={<Progress progress={view.progress} mark={view.mark} />}
      dock={
        <>
          <Wrong text={view.error} />
          <Steps
            previous={view.previous ?? null}
            next={view.finish}
            busy={view.busy}
            onNext={() => forms({ kind: "FinishPressed" })}
          />
        </>
      }
    >
      {view.form_title !== chrome.title ? <p className="detail">{view.form_title}</p> : null}
      {view.notice ? <p className="card role-caution">{view.notice}</p> : null}
      {view.intro ? <p>{view.intro}</p> : null}
      <Errors title={view.errors_title} errors={view.errors} />
      <AnswerRows rows={view.rows} earlier={view.earlier_rows} later={view.later_rows} />
      <Leaving later={view.later} otherLanguage={view.other_language} />
    </Frame>
  );
}
