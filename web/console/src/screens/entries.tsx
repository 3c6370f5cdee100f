import type { Entry } from "../fhir/observation";
import type { Alert, Severity } from "../fhir/alert";
import type { Chart } from "../live/chart";
import { when } from "../text/time";
import { useText } from "../text/use";
import { entryName, entryValue } from "../text/words";
import { Icon } from "../ui/icon";
import { PhotoView } from "./photo";

/** What was felt and measured, newest first, with notes and photos. */
export function EntryList({
  entries,
  chart,
  now,
  alerts = [],
}: {
  entries: Entry[];
  chart: Chart;
  now: number;
  alerts?: Alert[];
}) {
  const text = useText();
  const { t } = text;
  const fired = new Map<string | null, Severity>();
  // An alert's gravest finding comes first, and it marks the entry.
  for (const { observation, severity } of alerts.flatMap((alert) => alert.findings)) {
    if (!fired.has(observation)) fired.set(observation, severity);
  }
  return (
    <ul className="entries">
      {entries.map((entry) => {
        const name = entryName(text, entry.code, entry.label);
        const severity = fired.get(entry.id);
        return (
          <li key={entry.id} className={severity ?? ""}>
            <p className="row">
              {severity && <Icon name={severity} />}
              <span className="grow">
                {name} <b>{entryValue(text, entry)}</b>
                {entry.site && <span className="m"> {t("entry-site", { site: text.of(entry.site) })}</span>}
              </span>
              <span className="f">{when(text, entry.at, now)}</span>
            </p>
            {entry.notes.map((note) => (
              <p key={note} className="quote">
                {note}
              </p>
            ))}
            <p className="f">
              {entry.byPatient ? t("entry-by-patient") : t("entry-by-team")}
              {entry.amended && <span> {t("entry-amended")}</span>}
            </p>
            {entry.photos.length > 0 && (
              <div className="row w">
                {entry.photos.map((id) => {
                  const photo = chart.photos.get(id);
                  return photo ? (
                    <PhotoView key={id} photo={photo} what={`${name} ${when(text, entry.at, now)}`} />
                  ) : (
                    <span key={id} className="photo-wait">
                      {t("photo-on-its-way")}
                    </span>
                  );
                })}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
