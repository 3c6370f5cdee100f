import { Button, Choice, Scale0to10, TextEntry } from "@kangban/kit";

import type { Chrome, LogSymptomView } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { PhotoExtras, PhotoTile } from "../parts/Photo";
import { DetailTile, Wrong } from "../parts/Rows";
import { When } from "../parts/When";
import { useSend } from "../parts/send";

/** In elders' mode the first step asks what, the second how much. */
const FIRST = 1;

/** A usual entry in three taps: symptom, number, save. */
export function LogSymptom({ chrome, view }: { chrome: Chrome; view: LogSymptomView }) {
  const { diary } = useSend();
  const first = view.step === FIRST;
  return (
    <Frame
      chrome={chrome}
      place={`LogSymptom ${view.step}`}
      dock={
        <>
          <Wrong text={view.error} />
          <Button
            kind="primary"
            label={view.save}
            busy={view.busy}
            onPress={() => diary({ kind: first ? "StepPressed" : "SavePressed" })}
          />
          {view.save_detail ? <p className="detail centred-text">{view.save_detail}</p> : null}
        </>
      }
    >
      {view.step === 0 || first ? (
        <Choice
          name={view.symptoms_title}
          shown
          form="tiles"
          options={view.symptoms}
          onChosen={(value) => diary({ kind: "SymptomChosen", value })}
        />
      ) : null}
      {first ? null : <Answer view={view} />}
    </Frame>
  );
}

function Answer({ view }: { view: LogSymptomView }) {
  const { diary } = useSend();
  return (
    <>
      <Scale0to10
        question={view.scale.question}
        value={view.scale.value}
        bands={view.scale.bands}
        names={view.scale.a11y}
        onChosen={(value) => diary({ kind: "ScoreChosen", value })}
      />
      <div className="stack8">
        <When
          when={view.when}
          onChanged={(value) => diary({ kind: "WhenChanged", value })}
          beside={
            <>
              <DetailTile row={view.site} onPress={() => diary({ kind: "SitePressed" })} />
              <PhotoTile
                photo={view.photo}
                onPicked={(value) => diary({ kind: "PhotoChosen", value })}
              />
              <DetailTile
                row={view.note_row}
                open={view.note_open}
                onPress={() => diary({ kind: "NotePressed" })}
              />
            </>
          }
        />
        <PhotoExtras photo={view.photo} onRemoved={() => diary({ kind: "PhotoRemoved" })} />
        {view.note_open ? (
          <TextEntry field={view.note} onTyped={(value) => diary({ kind: "NoteTyped", value })} />
        ) : null}
      </div>
    </>
  );
}
