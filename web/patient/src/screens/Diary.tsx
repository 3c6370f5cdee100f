import { Button, Choice } from "@kangban/kit";

import type { Chrome, DiaryView } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { DoorRows, Timeline } from "../parts/Rows";
import { Trend } from "../parts/Trend";
import { useSend } from "../parts/send";

/** Record, history, trends, forms. */
export function Diary({ chrome, view }: { chrome: Chrome; view: DiaryView }) {
  const { diary, forms } = useSend();
  const section = view.sections.find((option) => option.chosen)?.id ?? "";
  return (
    <Frame chrome={chrome} place={`Diary ${section}`}>
      <Choice
        name={chrome.title}
        form="segments"
        options={view.sections}
        onChosen={(value) => diary({ kind: "SectionChosen", value })}
      />
      {view.items.length > 0 ? (
        <DoorRows rows={view.items} onPressed={(value) => diary({ kind: "ItemPressed", value })} />
      ) : null}
      {view.newer ? <Button label={view.newer} onPress={() => diary({ kind: "NewerPressed" })} /> : null}
      {view.entries.length > 0 ? (
        <Timeline rows={view.entries} onOpened={(value) => diary({ kind: "EntryOpened", value })} />
      ) : null}
      {view.older ? <Button label={view.older} onPress={() => diary({ kind: "OlderPressed" })} /> : null}
      {view.charts.map((chart) => (
        <Trend key={chart.title} chart={chart} words={view} />
      ))}
      {view.form_groups.map((group) => (
        <section key={group.title} className="stack8">
          <h2>{group.title}</h2>
          {group.rows.length > 0 ? (
            <Timeline rows={group.rows} onOpened={(value) => forms({ kind: "Opened", value })} />
          ) : null}
          {group.empty ? <p className="detail">{group.empty}</p> : null}
        </section>
      ))}
      {view.empty ? <p className="empty">{view.empty}</p> : null}
    </Frame>
  );
}
