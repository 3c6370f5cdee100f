import { recordNumber, lastOperation, phone, readPatient } from "../fhir/patient";
import { bilingual } from "../fhir/read";
import { staffName } from "../live/people";
import type { Allergies, Chart } from "../live/chart";
import { useStore } from "../live/store";
import { useDesk } from "../app/desk";
import { day } from "../text/time";
import { useText } from "../text/use";
import { recovery, sexAndAge } from "../text/words";
import { Icon } from "../ui/icon";

/** An allergy is a flag, never the octagon. That nothing is known is said too. */
export function AllergyFlags({ allergies }: { allergies: Allergies }) {
  const text = useText();
  const { t } = text;
  if (allergies.state !== "some") {
    return (
      <span className={allergies.state === "none" ? "flag" : "flag caution"}>
        {t("allergies", { state: allergies.state })}
      </span>
    );
  }
  return (
    <>
      {allergies.list.map((allergy) => {
        const reactions = allergy.reactions.map((one) => text.of(one)).join(t("list-comma"));
        return (
          <span key={allergy.id} className="flag urgent">
            <Icon name="flag" />
            {reactions === ""
              ? t("allergy", { what: text.of(allergy.what) })
              : t("allergy-reaction", { what: text.of(allergy.what), reactions })}
          </span>
        );
      })}
    </>
  );
}

export function ConditionFlags({ chart }: { chart: Chart }) {
  const text = useText();
  return (
    <>
      {chart.flags.map((flag) => (
        <span key={flag.id} className="flag caution">
          <Icon name="flag" />
          {text.of(flag.what)}
        </span>
      ))}
      {chart.conditions.map((condition) => (
        <span key={condition.id} className="flag">
          {text.of(condition.what)}
        </span>
      ))}
    </>
  );
}

/** Who it is, how far after the operation, and what must not be overlooked. First in reading order. */
export function PatientFacts({ chart, now }: { chart: Chart; now: number }) {
  const text = useText();
  const { t } = text;
  const people = useStore(useDesk().directory.store);
  const { person } = chart;
  const patient = readPatient(person, chart.procedures);
  const operation = lastOperation(chart.procedures);
  const doctor = staffName(
    people,
    patient?.doctor ?? null,
    person.generalPractitioner?.[0]?.display ?? "",
    text.language,
  );
  const ward = patient?.ward ? people.wards.get(patient.ward) : undefined;
  const number = phone(person);
  return (
    <div className="ph">
      <p className="facts-line">
        <b>{sexAndAge(text, person, now)}</b>
        {person.birthDate && <b>{t("person-born", { date: person.birthDate })}</b>}
        <b>{t("person-number", { number: recordNumber(person) })}</b>
        <span>{recovery(text, patient ?? undefined, now)}</span>
        {operation && <span>{t("person-operated", { date: day(text, operation.at, now) })}</span>}
        {doctor !== "" && <span>{t("person-doctor", { name: doctor })}</span>}
        {ward && <span>{text.of(bilingual(ward.name, ward._name))}</span>}
        {number !== "" && (
          <a href={`tel:${number}`}>
            <Icon name="phone" /> {t("person-phone", { number })}
          </a>
        )}
      </p>
      <p className="row w flags">
        <AllergyFlags allergies={chart.allergies} />
        <ConditionFlags chart={chart} />
      </p>
      {chart.medicines.length > 0 && (
        <p className="meds">
          <Icon name="pill" />
          <span>
            {t("medicines", { count: chart.medicines.length })}{" "}
            {chart.medicines
              .map((medicine) => t("medicine", { what: text.of(medicine.what), how: text.of(medicine.how) }))
              .join(t("list-semicolon"))}
          </span>
        </p>
      )}
    </div>
  );
}
