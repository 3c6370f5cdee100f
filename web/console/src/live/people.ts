import type { Hospital } from "../api/hospital";
import { nameIn, idIn, type Language } from "../fhir/read";
import { type Patient, readPatient } from "../fhir/patient";
import type { Organization, Person, Procedure } from "../fhir/types";
import { createStore } from "./store";

/** Who is who. */
export interface People {
  patients: ReadonlyMap<string, Patient>;
  staff: ReadonlyMap<string, Person>;
  wards: ReadonlyMap<string, Organization>;
}

/** So many ids go into one search: an address has to stay short. */
const AT_ONCE = 40;

/** Patients, staff and wards, asked for when a list needs them, many at once. */
export class Directory {
  readonly store = createStore<People>({ patients: new Map(), staff: new Map(), wards: new Map() });
  private readonly asked = new Set<string>();
  private wanted: string[] = [];

  constructor(private readonly hospital: Hospital) {}

  /** Staff and wards. A failure leaves the names that the resources carry themselves. */
  async start(): Promise<void> {
    const [staff, wards] = await Promise.all([this.hospital.practitioners(), this.hospital.organizations()]);
    this.store.update((now) => ({ ...now, staff: byId(staff), wards: byId(wards) }));
  }

  /** Makes sure that these patients will be known. */
  want(ids: Iterable<string>): void {
    const before = this.wanted.length;
    for (const id of ids) {
      if (this.asked.has(id)) continue;
      this.asked.add(id);
      this.wanted.push(id);
    }
    if (before === 0 && this.wanted.length > 0) queueMicrotask(() => void this.fetch());
  }

  private async fetch(): Promise<void> {
    const all = this.wanted;
    this.wanted = [];
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const ids = all.slice(from, from + AT_ONCE);
      try {
        const list = ids.join(",");
        const [persons, procedures] = await Promise.all([
          this.hospital.search<Person>("Patient", { _id: list }),
          this.hospital.search<Procedure>("Procedure", { patient: list }),
        ]);
        this.learn(persons, procedures);
      } catch {
        // The next list that needs them asks again; until then a row shows the id's place empty.
        for (const id of ids) this.asked.delete(id);
      }
    }
  }

  /** Takes in patients with their operations. */
  learn(persons: Person[], procedures: Procedure[]): void {
    this.store.update((now) => {
      const patients = new Map(now.patients);
      for (const person of persons) {
        const own = procedures.filter((one) => idIn(one.subject, "Patient") === person.id);
        const patient = readPatient(person, own);
        if (patient) patients.set(patient.id, patient);
      }
      return { ...now, patients };
    });
    for (const person of persons) if (person.id) this.asked.add(person.id);
  }
}

function byId<T extends { id?: string }>(list: T[]): Map<string, T> {
  return new Map(list.flatMap((one) => (one.id === undefined ? [] : [[one.id, one] as const])));
}

/** A person of the care team by reference or id; what the reference displays serves when they are not known. */
export function staffName(people: People, reference: string | null, display: string, language: Language): string {
  const id = reference?.includes("/") ? idIn(reference, "Practitioner") : reference;
  const known = id ? people.staff.get(id) : undefined;
  return (known && nameIn(known.name, language)) || display;
}

export function patientName(people: People, id: string, language: Language): string {
  return nameIn(people.patients.get(id)?.person.name, language);
}
