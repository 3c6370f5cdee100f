import { useEffect, useState } from "react";
import { Input, Label, SearchField } from "react-aria-components";

import { useDesk, useNow } from "../app/desk";
import { recordNumber } from "../fhir/patient";
import { nameIn } from "../fhir/read";
import type { Person, Procedure } from "../fhir/types";
import { Loader } from "../live/loaded";
import { staffName } from "../live/people";
import { useStore } from "../live/store";
import { useText } from "../text/use";
import { recovery, sexAndAge } from "../text/words";
import { Empty, To, TroubleNote, Waiting } from "../ui/parts";
import { Head } from "./frame";

/** Every patient, found by name or number. */
export function PatientsScreen() {
  const text = useText();
  const { t } = text;
  const desk = useDesk();
  const now = useNow();
  const people = useStore(desk.directory.store);
  const inbox = useStore(desk.inbox);
  const [query, setQuery] = useState("");
  const [loader] = useState(
    () =>
      new Loader(async () => {
        const [persons, procedures] = await Promise.all([
          desk.hospital.search<Person>("Patient", {}),
          desk.hospital.search<Procedure>("Procedure", {}),
        ]);
        desk.directory.learn(persons, procedures);
        return persons;
      }),
  );
  const { value, trouble } = useStore(loader.store);
  useEffect(() => void loader.load(), [loader]);
  const wanted = query.trim().toLowerCase();
  const found = (value ?? [])
    .filter((person) => wanted === "" || described(person).includes(wanted))
    .toSorted((one, other) =>
      nameIn(one.name, text.language).localeCompare(nameIn(other.name, text.language), text.language),
    );
  return (
    <>
      <Head
        title={t("nav-patients")}
        facts={value ? <span>{t("patients-count", { count: value.length })}</span> : null}
      />
      <main className="page">
        <div className="filters">
          <SearchField className="field" value={query} onChange={setQuery}>
            <Label>{t("patients-search")}</Label>
            <Input />
          </SearchField>
        </div>
        <div className="body">
          <section className="card list" aria-label={t("nav-patients")}>
            {trouble && <TroubleNote trouble={trouble} again={() => void loader.load()} />}
            {value === null && trouble === null && <Waiting />}
            {value !== null && found.length === 0 && <Empty title={t("patients-none")} />}
            <ul className="people">
              {found.map((person) => {
                const patient = people.patients.get(person.id ?? "");
                const open = [...inbox.alerts.values()].filter(
                  (alert) => alert.patient === person.id && alert.open,
                ).length;
                return (
                  <li key={person.id}>
                    <To to={{ at: "patient", id: person.id ?? "", alert: null }}>
                      <b className="nm">{nameIn(person.name, text.language)}</b>
                      <span className="m">{sexAndAge(text, person, now)}</span>
                      <span className="f">{recordNumber(person)}</span>
                      <span className="m">{recovery(text, patient, now)}</span>
                      <span className="m">
                        {patient
                          ? staffName(
                              people,
                              patient.doctor,
                              person.generalPractitioner?.[0]?.display ?? "",
                              text.language,
                            )
                          : ""}
                      </span>
                      <span className="sp">{open > 0 ? t("facts-open", { count: open }) : ""}</span>
                    </To>
                  </li>
                );
              })}
            </ul>
          </section>
        </div>
      </main>
    </>
  );
}

/** What a patient is found by, in both languages. */
function described(person: Person): string {
  return [nameIn(person.name, "zh-CN"), nameIn(person.name, "en"), recordNumber(person)].join(" ").toLowerCase();
}
