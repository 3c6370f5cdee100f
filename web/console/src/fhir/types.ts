/** FHIR R4 as the console reads it: the elements that it looks at, all optional, because the wire promises nothing. */
export interface Extension {
  url: string;
  extension?: Extension[];
  valueString?: string;
  _valueString?: Element;
  valueCode?: string;
  valueInstant?: string;
  valueCanonical?: string;
  valueUrl?: string;
  valueDecimal?: number;
  valueReference?: Reference;
  valueQuantity?: Quantity;
  valueBoolean?: boolean;
  valueDate?: string;
}

export interface Element {
  extension?: Extension[];
}

export interface Coding {
  system?: string;
  code?: string;
  display?: string;
  _display?: Element;
}

export interface CodeableConcept extends Element {
  coding?: Coding[];
  text?: string;
  _text?: Element;
}

export interface Reference {
  reference?: string;
  display?: string;
}

export interface Quantity {
  value?: number;
  unit?: string;
  code?: string;
}

export interface Annotation {
  text?: string;
  time?: string;
  authorReference?: Reference;
}

export interface Resource extends Element {
  resourceType: string;
  id?: string;
  meta?: Element & { versionId?: string; lastUpdated?: string };
}

export interface HumanName extends Element {
  use?: string;
  text?: string;
  _text?: Element;
  family?: string;
  given?: string[];
}

export interface Person extends Resource {
  name?: HumanName[];
  gender?: string;
  birthDate?: string;
  identifier?: { use?: string; system?: string; value?: string }[];
  telecom?: { system?: string; value?: string; use?: string }[];
  generalPractitioner?: Reference[];
  managingOrganization?: Reference;
}

export interface Organization extends Resource {
  name?: string;
  _name?: Element;
  telecom?: { system?: string; value?: string }[];
}

export interface Task extends Resource {
  status?: string;
  priority?: string;
  code?: CodeableConcept;
  description?: string;
  _description?: Element;
  focus?: Reference;
  for?: Reference;
  owner?: Reference;
  authoredOn?: string;
  lastModified?: string;
  businessStatus?: CodeableConcept;
  restriction?: { period?: { start?: string; end?: string } };
  input?: (Element & { type?: CodeableConcept; valueReference?: Reference; valueCanonical?: string })[];
  output?: { type?: CodeableConcept; valueReference?: Reference }[];
  note?: Annotation[];
}

export interface Communication extends Resource {
  status?: string;
  category?: CodeableConcept[];
  subject?: Reference;
  sender?: Reference;
  recipient?: Reference[];
  sent?: string;
  inResponseTo?: Reference[];
  about?: Reference[];
  payload?: { contentString?: string }[];
}

export interface Observation extends Resource {
  status?: string;
  code?: CodeableConcept;
  subject?: Reference;
  effectiveDateTime?: string;
  performer?: Reference[];
  valueInteger?: number;
  valueQuantity?: Quantity;
  valueString?: string;
  valueCodeableConcept?: CodeableConcept;
  component?: { code?: CodeableConcept; valueQuantity?: Quantity; valueInteger?: number }[];
  bodySite?: CodeableConcept;
  note?: Annotation[];
  derivedFrom?: Reference[];
}

export interface Media extends Resource {
  content?: { contentType?: string; url?: string; size?: number; title?: string };
  createdDateTime?: string;
}

export interface Procedure extends Resource {
  status?: string;
  code?: CodeableConcept;
  subject?: Reference;
  performedDateTime?: string;
  performedPeriod?: { start?: string };
}

export interface Condition extends Resource {
  clinicalStatus?: CodeableConcept;
  code?: CodeableConcept;
}

export interface Allergy extends Resource {
  clinicalStatus?: CodeableConcept;
  verificationStatus?: CodeableConcept;
  criticality?: string;
  code?: CodeableConcept;
  reaction?: { manifestation?: CodeableConcept[] }[];
}

export interface MedicationRequest extends Resource {
  status?: string;
  medicationCodeableConcept?: CodeableConcept;
  dosageInstruction?: (Element & { text?: string; _text?: Element })[];
}

export interface Flag extends Resource {
  status?: string;
  code?: CodeableConcept;
}

export interface Expression {
  expression?: string;
}

export interface PlanAction extends Element {
  id?: string;
  title?: string;
  _title?: Element;
  description?: string;
  _description?: Element;
  priority?: string;
  trigger?: { data?: { codeFilter?: { path?: string; code?: Coding[] }[] }[] }[];
  condition?: { expression?: Expression }[];
  action?: PlanAction[];
}

export interface PlanDefinition extends Resource {
  url?: string;
  version?: string;
  name?: string;
  title?: string;
  _title?: Element;
  description?: string;
  _description?: Element;
  status?: string;
  date?: string;
  publisher?: string;
  type?: CodeableConcept;
  relatedArtifact?: {
    type?: string;
    citation?: string;
    _citation?: Element;
    url?: string;
    document?: { url?: string };
  }[];
  action?: PlanAction[];
}

export interface QuestionnaireItem extends Element {
  linkId?: string;
  type?: string;
  text?: string;
  _text?: Element;
  answerOption?: { valueCoding?: Coding }[];
  item?: QuestionnaireItem[];
}

export interface Questionnaire extends Resource {
  url?: string;
  version?: string;
  title?: string;
  _title?: Element;
  item?: QuestionnaireItem[];
}

export interface Answer {
  valueBoolean?: boolean;
  valueInteger?: number;
  valueDecimal?: number;
  valueDate?: string;
  valueDateTime?: string;
  valueTime?: string;
  valueString?: string;
  valueUri?: string;
  valueCoding?: Coding;
  valueQuantity?: Quantity;
  valueAttachment?: { title?: string; contentType?: string; url?: string };
  valueReference?: Reference;
  item?: AnswerItem[];
}

export interface AnswerItem {
  linkId?: string;
  text?: string;
  answer?: Answer[];
  item?: AnswerItem[];
}

export interface QuestionnaireResponse extends Resource {
  status?: string;
  questionnaire?: string;
  subject?: Reference;
  authored?: string;
  item?: AnswerItem[];
}

export interface CarePlan extends Resource {
  status?: string;
  title?: string;
  _title?: Element;
  subject?: Reference;
  instantiatesCanonical?: string[];
  contained?: (Resource & { issue?: { diagnostics?: string }[] })[];
}

export interface BundleEntry {
  resource?: Resource;
  request?: { method?: string; url?: string };
}

export interface Bundle extends Resource {
  identifier?: { system?: string; value?: string };
  link?: { relation?: string; url?: string }[];
  entry?: BundleEntry[];
}
