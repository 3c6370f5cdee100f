import type { Organization, Person, Procedure } from "./types";
import { type Bilingual, concept, idIn, millis } from "./read";

/** The last operation that was done. */
export interface Operation {
  at: number;
  what: Bilingual;
}

/** Who a patient is, as every list says it. */
export interface Patient {
  id: string;
  person: Person;
  doctor: string | null;
  ward: string | null;
  operation: Operation | null;
}

export function lastOperation(procedures: Procedure[]): Operation | null {
  const done = procedures.flatMap((procedure) => {
    const at = millis(procedure.performedDateTime ?? procedure.performedPeriod?.start);
    return procedure.status === "completed" && at !== null ? [{ at, what: concept(procedure.code) }] : [];
  });
  return done.sort((one, other) => other.at - one.at)[0] ?? null;
}

export function readPatient(person: Person, procedures: Procedure[]): Patient | null {
  if (person.id === undefined) return null;
  return {
    id: person.id,
    person,
    doctor: person.generalPractitioner?.map((one) => idIn(one, "Practitioner")).find((id) => id !== null) ?? null,
    ward: idIn(person.managingOrganization, "Organization"),
    operation: lastOperation(procedures),
  };
}

/** The hospital's number for a patient. */
export function recordNumber(person: Person): string {
  return (person.identifier?.find((one) => one.use === "official") ?? person.identifier?.[0])?.value ?? "";
}

export function phone(holder: Person | Organization | undefined): string {
  return holder?.telecom?.find((one) => one.system === "phone")?.value ?? "";
}

/** Age in whole years. */
export function age(birthDate: string | undefined, now: number): number | null {
  const born = millis(birthDate);
  if (born === null) return null;
  const [from, to] = [new Date(born), new Date(now)];
  const before =
    to.getMonth() < from.getMonth() || (to.getMonth() === from.getMonth() && to.getDate() < from.getDate());
  return to.getFullYear() - from.getFullYear() - (before ? 1 : 0);
}

/** Calendar days from one moment to another: the day of the operation is day 0. */
export function daysBetween(from: number, to: number): number {
  const day = (at: number): number => {
    const date = new Date(at);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  };
  return day(to) - day(from);
}
