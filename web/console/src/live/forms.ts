import type { Hospital } from "../api/hospital";
import { urlOf } from "../fhir/form";
import type { Questionnaire } from "../fhir/types";

/** The forms that patients were asked, each fetched once. */
export class Forms {
  private readonly known = new Map<string, Promise<Questionnaire | undefined>>();

  constructor(private readonly hospital: Hospital) {}

  /** The forms of these canonicals. Of a form that was changed since, the one in use now tells its questions. */
  async of(canonicals: string[]): Promise<ReadonlyMap<string, Questionnaire>> {
    const urls = [...new Set(canonicals.map(urlOf).filter((url) => url !== ""))];
    const unknown = urls.filter((url) => !this.known.has(url));
    if (unknown.length > 0) {
      const asked = this.hospital.search<Questionnaire>("Questionnaire", { url: unknown.join(",") });
      for (const url of unknown) {
        const own = asked.then((all) => all.find((one) => one.url === url));
        this.known.set(url, own);
        // What could not be fetched is asked for again.
        own.catch(() => this.known.delete(url));
      }
    }
    const found = new Map<string, Questionnaire>();
    for (const url of urls) {
      const form = await this.known.get(url);
      if (form) found.set(url, form);
    }
    return found;
  }
}
