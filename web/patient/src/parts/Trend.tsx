import { Choice, DataTable, TrendChart } from "@kangban/kit";
import { useState } from "react";

import type { TrendChart as Chart } from "../generated/types/types";

/** The words around every chart of a screen. */
export interface TrendWords {
  chart_label: string;
  table_label: string;
  stepper: string[];
}

/** A chart with its sentence first, or the same as a table. */
export function Trend({ chart, words }: { chart: Chart; words: TrendWords }) {
  const [form, setForm] = useState("chart");
  const forms = [
    { id: "chart", label: words.chart_label, detail: "", icon: "chart", chosen: form === "chart" },
    { id: "table", label: words.table_label, detail: "", icon: "table", chosen: form === "table" },
  ];
  const [earlier = "", later = ""] = words.stepper;
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
