import { Button, Choice, DataTable, TrendChart } from "@kangban/kit";
import { useState } from "react";

import type { Chrome, DiaryView, TrendChart as Chart } from "../generated/types/types";
import { Frame } from "../parts/Frame";
import { DoorRows, Timeline } from "../parts/Rows";
import { useSend } from "../parts/send";

/** Record, history, trends. */
export function Diary({ chrome, view }: { chrome: Chrome; view: DiaryView }) {
  const { diary } = useSend();
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
        <Trend key={chart.title} chart={chart} view={view} />
      ))}
      {view.empty ? <p className="empty">{view.empty}</p> : null}
    </Frame>
  );
}

/** A chart with its sentence first, or the same as a table. */
function Trend({ chart, view }: { chart: Chart; view: DiaryView }) {
  const [form, setForm] = useState("chart");
  const forms = [
    { id: "chart", label: view.chart_label, detail: "", icon: "chart", chosen: form === "chart" },
    { id: "table", label: view.table_label, detail: "", icon: "table", chosen: form === "table" },
  ];
  const [earlier = "", later = ""] = view.stepper;
  return (
    <section className="stack12" aria-label={chart.title}>
      <div className="card role-brand">
        <h2>{chart.title}</h2>
        <p>{chart.sentence}</p>
      </div>
      <Choice name={chart.title} form="segments" options={forms} onChosen={setForm} />
      <div className="card">
        {form === "chart" ? (
          <TrendChart
            title={chart.title}
            unit={chart.unit}
            points={chart.points}
            limits={chart.limits}
            low_milli={chart.low_milli}
            high_milli={chart.high_milli}
            earlier={earlier}
            later={later}
          />
        ) : (
          <DataTable caption={chart.title} headings={chart.headings} rows={chart.rows} />
        )}
      </div>
    </section>
  );
}
