import type { Resource } from "../fhir/types";
import { TRANSLATION } from "../fhir/terms";
import { alertTask, type FakeHospital } from "./hospital";

function translated(en: string): { extension: object[] } {
  return {
    extension: [
      {
        url: TRANSLATION,
        extension: [
          { url: "lang", valueCode: "en" },
          { url: "content", valueString: en },
        ],
      },
    ],
  };
}

const name = (zh: string, en: string): object[] => [{ text: zh }, { text: en }];
const hours = (count: number): string => new Date(Date.now() - count * 3_600_000).toISOString();

/** One patient after an operation with an urgent alert, a question and a photo; her doctor and a rule. */
export function fill(hospital: FakeHospital, rule: Resource): void {
  const subject = { reference: "Patient/li" };
  const all: object[] = [
    { resourceType: "Practitioner", id: "dr-wang", name: name("王建国", "Wang Jianguo") },
    { resourceType: "Practitioner", id: "dr-chen", name: name("陈晓", "Chen Xiao") },
    { resourceType: "Organization", id: "ward", name: "肝胆外科", _name: translated("Liver ward") },
    {
      resourceType: "Patient",
      id: "li",
      name: name("李秀英", "Li Xiuying"),
      gender: "female",
      birthDate: "1958-04-12",
      identifier: [{ use: "official", value: "KH-0045812" }],
      generalPractitioner: [{ reference: "Practitioner/dr-wang" }],
      managingOrganization: { reference: "Organization/ward" },
    },
    {
      resourceType: "Procedure",
      id: "op",
      status: "completed",
      subject,
      performedDateTime: hours(72),
      code: { text: "胆囊切除术", _text: translated("Gallbladder removal") },
    },
    {
      resourceType: "AllergyIntolerance",
      id: "al",
      patient: subject,
      clinicalStatus: { coding: [{ code: "active" }] },
      code: { text: "青霉素", _text: translated("Penicillin") },
    },
    { resourceType: "Condition", id: "co", subject, code: { text: "胆囊结石", _text: translated("Gallstones") } },
    {
      resourceType: "Observation",
      id: "t1",
      status: "final",
      subject,
      performer: [subject],
      effectiveDateTime: hours(1),
      code: { text: "体温", coding: [{ system: "http://loinc.org", code: "8310-5", display: "Body temperature" }] },
      valueQuantity: { value: 38.9, unit: "°C", code: "Cel" },
      note: [{ text: "feels cold" }],
      derivedFrom: [{ reference: "Media/ph" }],
    },
    { resourceType: "Binary", id: "bytes", contentType: "image/png", data: btoa("picture") },
    {
      resourceType: "Media",
      id: "ph",
      status: "completed",
      subject,
      content: { contentType: "image/png", url: "Binary/bytes" },
    },
    {
      resourceType: "Communication",
      id: "q1",
      status: "completed",
      subject,
      sender: subject,
      sent: hours(1),
      payload: [{ contentString: "Should I come in?" }],
    },
    rule,
    alertTask("a1", {}, new Date(Date.now() - 70 * 60_000)),
  ];
  for (const resource of all) hospital.put(resource as Resource);
}
