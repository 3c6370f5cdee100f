//! Typed views of the resources in Kangban's FHIR mapping, and of those it often meets.
//!
//! A view is a newtype over [`Resource`]: it holds the whole JSON, and each accessor reads one element.

use std::ops::{Deref, DerefMut};

use serde_json::Value;

use crate::{
    Address, Annotation, Attachment, CodeableConcept, Coding, ContactPoint, Date, DateTime, Decimal,
    FhirError, FhirErrorKind, HumanName, Identifier, Instant, Narrative, Period, Quantity, Range, Reference,
    RelatedArtifact, Resource, choice::Choice, datatypes::Extension, element::datatypes,
};

macro_rules! views {
    ($(
        $(#[$doc:meta])*
        $name:ident {
            $( $field:ident : $kind:ty = $json:literal ),* $(,)?
            $( ; $( $choice:ident = $choice_json:literal ),* $(,)? )?
        }
    )*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq)]
            pub struct $name(Resource);

            impl $name {
                $(
                    #[doc = concat!("Element `", $json, "`.")]
                    ///
                    /// # Errors
                    /// When it is not what FHIR says.
                    pub fn $field(&self) -> Result<$kind, FhirError> {
                        self.0.element($json)
                    }
                )*
                $($(
                    #[doc = concat!("Element `", $choice_json, "[x]`.")]
                    ///
                    /// # Errors
                    /// When it is not what FHIR says.
                    pub fn $choice(&self) -> Result<Option<Choice>, FhirError> {
                        Choice::get(self.0.json(), $choice_json).map_err(|error| error.within(stringify!($name)))
                    }
                )*)?

                /// The resource without the view.
                pub fn into_resource(self) -> Resource {
                    self.0
                }

                fn faults(&self, found: &mut Vec<FhirError>) {
                    $( found.extend(self.$field().err()); )*
                    $($( found.extend(self.$choice().err()); )*)?
                }
            }

            impl TryFrom<Resource> for $name {
                type Error = FhirError;

                /// Fails with `WrongResourceType` when the resource has another type.
                fn try_from(resource: Resource) -> Result<Self, FhirError> {
                    if resource.resource_type() == stringify!($name) {
                        Ok(Self(resource))
                    } else {
                        let expected = stringify!($name);
                        Err(FhirError::new(FhirErrorKind::WrongResourceType { expected }))
                    }
                }
            }

            impl Deref for $name {
                type Target = Resource;

                fn deref(&self) -> &Resource {
                    &self.0
                }
            }

            impl DerefMut for $name {
                fn deref_mut(&mut self) -> &mut Resource {
                    &mut self.0
                }
            }
        )*

        /// The types that have a view here.
        pub const VIEWS: &[&str] = &[$( stringify!($name) ),*];

        /// Reads a resource through every accessor of its view (through those that every resource has when it has
        /// no view), and says what could not be read.
        pub fn faults(resource: &Resource) -> Vec<FhirError> {
            let mut found = Vec::new();
            found.extend(resource.meta().err());
            found.extend(resource.extensions().err());
            found.extend(resource.element::<Option<Narrative>>("text").err());
            found.extend(resource.element::<Option<String>>("id").err());
            found.extend(resource.element::<Option<String>>("language").err());
            match resource.resource_type() {
                $( stringify!($name) => $name(resource.clone()).faults(&mut found), )*
                _ => {}
            }
            found
        }
    };
}

views! {
    /// A person who is cared for.
    Patient {
        identifier: Vec<Identifier> = "identifier",
        active: Option<bool> = "active",
        name: Vec<HumanName> = "name",
        telecom: Vec<ContactPoint> = "telecom",
        gender: Option<String> = "gender",
        birth_date: Option<Date> = "birthDate",
        address: Vec<Address> = "address",
        marital_status: Option<CodeableConcept> = "maritalStatus",
        contact: Vec<PatientContact> = "contact",
        communication: Vec<PatientCommunication> = "communication",
        general_practitioner: Vec<Reference> = "generalPractitioner",
        managing_organization: Option<Reference> = "managingOrganization";
        deceased = "deceased",
        multiple_birth = "multipleBirth",
    }

    /// A member of the patient's family or another person close to them.
    RelatedPerson {
        identifier: Vec<Identifier> = "identifier",
        active: Option<bool> = "active",
        patient: Option<Reference> = "patient",
        relationship: Vec<CodeableConcept> = "relationship",
        name: Vec<HumanName> = "name",
        telecom: Vec<ContactPoint> = "telecom",
        gender: Option<String> = "gender",
        birth_date: Option<Date> = "birthDate",
        period: Option<Period> = "period",
    }

    /// A doctor or a nurse.
    Practitioner {
        identifier: Vec<Identifier> = "identifier",
        active: Option<bool> = "active",
        name: Vec<HumanName> = "name",
        telecom: Vec<ContactPoint> = "telecom",
        gender: Option<String> = "gender",
        birth_date: Option<Date> = "birthDate",
        qualification: Vec<Qualification> = "qualification",
    }

    /// What a practitioner does where.
    PractitionerRole {
        active: Option<bool> = "active",
        period: Option<Period> = "period",
        practitioner: Option<Reference> = "practitioner",
        organization: Option<Reference> = "organization",
        code: Vec<CodeableConcept> = "code",
        specialty: Vec<CodeableConcept> = "specialty",
        telecom: Vec<ContactPoint> = "telecom",
    }

    /// A hospital or a ward.
    Organization {
        identifier: Vec<Identifier> = "identifier",
        active: Option<bool> = "active",
        kind: Vec<CodeableConcept> = "type",
        name: Option<String> = "name",
        alias: Vec<String> = "alias",
        telecom: Vec<ContactPoint> = "telecom",
        address: Vec<Address> = "address",
        part_of: Option<Reference> = "partOf",
    }

    /// Who cares for a patient.
    CareTeam {
        status: Option<String> = "status",
        category: Vec<CodeableConcept> = "category",
        name: Option<String> = "name",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        period: Option<Period> = "period",
        participant: Vec<CareTeamParticipant> = "participant",
        reason_code: Vec<CodeableConcept> = "reasonCode",
        managing_organization: Vec<Reference> = "managingOrganization",
    }

    /// A symptom or a measurement.
    Observation {
        identifier: Vec<Identifier> = "identifier",
        based_on: Vec<Reference> = "basedOn",
        part_of: Vec<Reference> = "partOf",
        status: Option<String> = "status",
        category: Vec<CodeableConcept> = "category",
        code: Option<CodeableConcept> = "code",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        issued: Option<Instant> = "issued",
        performer: Vec<Reference> = "performer",
        data_absent_reason: Option<CodeableConcept> = "dataAbsentReason",
        interpretation: Vec<CodeableConcept> = "interpretation",
        note: Vec<Annotation> = "note",
        body_site: Option<CodeableConcept> = "bodySite",
        method: Option<CodeableConcept> = "method",
        device: Option<Reference> = "device",
        reference_range: Vec<ReferenceRange> = "referenceRange",
        has_member: Vec<Reference> = "hasMember",
        derived_from: Vec<Reference> = "derivedFrom",
        component: Vec<ObservationComponent> = "component";
        effective = "effective",
        value = "value",
    }

    /// A photo.
    Media {
        status: Option<String> = "status",
        kind: Option<CodeableConcept> = "type",
        subject: Option<Reference> = "subject",
        issued: Option<Instant> = "issued",
        operator: Option<Reference> = "operator",
        body_site: Option<CodeableConcept> = "bodySite",
        content: Option<Attachment> = "content",
        note: Vec<Annotation> = "note";
        created = "created",
    }

    /// The bytes of a file, base64.
    Binary {
        content_type: Option<String> = "contentType",
        security_context: Option<Reference> = "securityContext",
        data: Option<String> = "data",
    }

    /// A rule, a pathway.
    PlanDefinition {
        url: Option<String> = "url",
        identifier: Vec<Identifier> = "identifier",
        version: Option<String> = "version",
        name: Option<String> = "name",
        title: Option<String> = "title",
        subtitle: Option<String> = "subtitle",
        kind: Option<CodeableConcept> = "type",
        status: Option<String> = "status",
        experimental: Option<bool> = "experimental",
        date: Option<DateTime> = "date",
        publisher: Option<String> = "publisher",
        description: Option<String> = "description",
        use_context: Vec<Value> = "useContext",
        purpose: Option<String> = "purpose",
        usage: Option<String> = "usage",
        copyright: Option<String> = "copyright",
        approval_date: Option<Date> = "approvalDate",
        last_review_date: Option<Date> = "lastReviewDate",
        effective_period: Option<Period> = "effectivePeriod",
        related_artifact: Vec<RelatedArtifact> = "relatedArtifact",
        library: Vec<String> = "library",
        goal: Vec<Value> = "goal",
        action: Vec<PlanAction> = "action";
        subject = "subject",
    }

    /// What a pathway's action makes.
    ActivityDefinition {
        url: Option<String> = "url",
        version: Option<String> = "version",
        name: Option<String> = "name",
        title: Option<String> = "title",
        status: Option<String> = "status",
        description: Option<String> = "description",
        related_artifact: Vec<RelatedArtifact> = "relatedArtifact",
        kind: Option<String> = "kind",
        code: Option<CodeableConcept> = "code",
        intent: Option<String> = "intent";
        subject = "subject",
        timing = "timing",
        product = "product",
    }

    /// A patient's plan.
    CarePlan {
        identifier: Vec<Identifier> = "identifier",
        instantiates_canonical: Vec<String> = "instantiatesCanonical",
        status: Option<String> = "status",
        intent: Option<String> = "intent",
        category: Vec<CodeableConcept> = "category",
        title: Option<String> = "title",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        period: Option<Period> = "period",
        created: Option<DateTime> = "created",
        care_team: Vec<Reference> = "careTeam",
        addresses: Vec<Reference> = "addresses",
        activity: Vec<Value> = "activity",
        note: Vec<Annotation> = "note",
    }

    /// Something to do: for a clinician an alert, for a patient a form.
    Task {
        identifier: Vec<Identifier> = "identifier",
        based_on: Vec<Reference> = "basedOn",
        part_of: Vec<Reference> = "partOf",
        status: Option<String> = "status",
        status_reason: Option<CodeableConcept> = "statusReason",
        business_status: Option<CodeableConcept> = "businessStatus",
        intent: Option<String> = "intent",
        priority: Option<String> = "priority",
        code: Option<CodeableConcept> = "code",
        description: Option<String> = "description",
        focus: Option<Reference> = "focus",
        subject: Option<Reference> = "for",
        encounter: Option<Reference> = "encounter",
        execution_period: Option<Period> = "executionPeriod",
        authored_on: Option<DateTime> = "authoredOn",
        last_modified: Option<DateTime> = "lastModified",
        requester: Option<Reference> = "requester",
        owner: Option<Reference> = "owner",
        reason_code: Option<CodeableConcept> = "reasonCode",
        reason_reference: Option<Reference> = "reasonReference",
        note: Vec<Annotation> = "note",
        restriction: Option<TaskRestriction> = "restriction",
        input: Vec<TaskParameter> = "input",
        output: Vec<TaskParameter> = "output",
    }

    /// A mark on the patient's chart.
    Flag {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        category: Vec<CodeableConcept> = "category",
        code: Option<CodeableConcept> = "code",
        subject: Option<Reference> = "subject",
        period: Option<Period> = "period",
        encounter: Option<Reference> = "encounter",
        author: Option<Reference> = "author",
    }

    /// A message.
    Communication {
        identifier: Vec<Identifier> = "identifier",
        based_on: Vec<Reference> = "basedOn",
        part_of: Vec<Reference> = "partOf",
        in_response_to: Vec<Reference> = "inResponseTo",
        status: Option<String> = "status",
        category: Vec<CodeableConcept> = "category",
        priority: Option<String> = "priority",
        subject: Option<Reference> = "subject",
        topic: Option<CodeableConcept> = "topic",
        about: Vec<Reference> = "about",
        sent: Option<DateTime> = "sent",
        received: Option<DateTime> = "received",
        recipient: Vec<Reference> = "recipient",
        sender: Option<Reference> = "sender",
        payload: Vec<CommunicationPayload> = "payload",
        note: Vec<Annotation> = "note",
    }

    /// A disease or a complaint on record.
    Condition {
        identifier: Vec<Identifier> = "identifier",
        clinical_status: Option<CodeableConcept> = "clinicalStatus",
        verification_status: Option<CodeableConcept> = "verificationStatus",
        category: Vec<CodeableConcept> = "category",
        severity: Option<CodeableConcept> = "severity",
        code: Option<CodeableConcept> = "code",
        body_site: Vec<CodeableConcept> = "bodySite",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        recorded_date: Option<DateTime> = "recordedDate",
        note: Vec<Annotation> = "note";
        onset = "onset",
        abatement = "abatement",
    }

    /// An allergy or an intolerance.
    AllergyIntolerance {
        clinical_status: Option<CodeableConcept> = "clinicalStatus",
        verification_status: Option<CodeableConcept> = "verificationStatus",
        kind: Option<String> = "type",
        category: Vec<String> = "category",
        criticality: Option<String> = "criticality",
        code: Option<CodeableConcept> = "code",
        patient: Option<Reference> = "patient",
        recorded_date: Option<DateTime> = "recordedDate",
        note: Vec<Annotation> = "note",
        reaction: Vec<Value> = "reaction";
        onset = "onset",
    }

    /// An operation or another procedure.
    Procedure {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        category: Option<CodeableConcept> = "category",
        code: Option<CodeableConcept> = "code",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        body_site: Vec<CodeableConcept> = "bodySite",
        reason_code: Vec<CodeableConcept> = "reasonCode",
        reason_reference: Vec<Reference> = "reasonReference",
        note: Vec<Annotation> = "note";
        performed = "performed",
    }

    /// A stay or a visit.
    Encounter {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        class: Option<Coding> = "class",
        kind: Vec<CodeableConcept> = "type",
        subject: Option<Reference> = "subject",
        participant: Vec<Value> = "participant",
        period: Option<Period> = "period",
        reason_code: Vec<CodeableConcept> = "reasonCode",
        service_provider: Option<Reference> = "serviceProvider",
    }

    /// A report with its results.
    DiagnosticReport {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        category: Vec<CodeableConcept> = "category",
        code: Option<CodeableConcept> = "code",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        issued: Option<Instant> = "issued",
        performer: Vec<Reference> = "performer",
        result: Vec<Reference> = "result",
        conclusion: Option<String> = "conclusion",
        presented_form: Vec<Attachment> = "presentedForm";
        effective = "effective",
    }

    /// A vaccination.
    Immunization {
        status: Option<String> = "status",
        vaccine_code: Option<CodeableConcept> = "vaccineCode",
        patient: Option<Reference> = "patient",
        encounter: Option<Reference> = "encounter",
        primary_source: Option<bool> = "primarySource",
        lot_number: Option<String> = "lotNumber",
        note: Vec<Annotation> = "note";
        occurrence = "occurrence",
    }

    /// A prescription.
    MedicationRequest {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        intent: Option<String> = "intent",
        category: Vec<CodeableConcept> = "category",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        authored_on: Option<DateTime> = "authoredOn",
        requester: Option<Reference> = "requester",
        reason_code: Vec<CodeableConcept> = "reasonCode",
        note: Vec<Annotation> = "note",
        dosage_instruction: Vec<Dosage> = "dosageInstruction";
        medication = "medication",
        reported = "reported",
    }

    /// A dose that was taken, or was not.
    MedicationAdministration {
        status: Option<String> = "status",
        status_reason: Vec<CodeableConcept> = "statusReason",
        subject: Option<Reference> = "subject",
        context: Option<Reference> = "context",
        request: Option<Reference> = "request",
        note: Vec<Annotation> = "note",
        dosage: Option<Value> = "dosage";
        medication = "medication",
        effective = "effective",
    }

    /// A document, a piece of education.
    DocumentReference {
        identifier: Vec<Identifier> = "identifier",
        status: Option<String> = "status",
        kind: Option<CodeableConcept> = "type",
        category: Vec<CodeableConcept> = "category",
        subject: Option<Reference> = "subject",
        date: Option<Instant> = "date",
        author: Vec<Reference> = "author",
        description: Option<String> = "description",
        content: Vec<DocumentContent> = "content",
    }

    /// A form.
    Questionnaire {
        url: Option<String> = "url",
        identifier: Vec<Identifier> = "identifier",
        version: Option<String> = "version",
        name: Option<String> = "name",
        title: Option<String> = "title",
        derived_from: Vec<String> = "derivedFrom",
        status: Option<String> = "status",
        experimental: Option<bool> = "experimental",
        subject_type: Vec<String> = "subjectType",
        date: Option<DateTime> = "date",
        publisher: Option<String> = "publisher",
        description: Option<String> = "description",
        purpose: Option<String> = "purpose",
        code: Vec<Coding> = "code",
        item: Vec<QuestionnaireItem> = "item",
    }

    /// A form's answers.
    QuestionnaireResponse {
        identifier: Option<Identifier> = "identifier",
        based_on: Vec<Reference> = "basedOn",
        questionnaire: Option<String> = "questionnaire",
        status: Option<String> = "status",
        subject: Option<Reference> = "subject",
        encounter: Option<Reference> = "encounter",
        authored: Option<DateTime> = "authored",
        author: Option<Reference> = "author",
        source: Option<Reference> = "source",
        item: Vec<AnswerItem> = "item",
    }

    /// An appointment.
    Appointment {
        status: Option<String> = "status",
        appointment_type: Option<CodeableConcept> = "appointmentType",
        description: Option<String> = "description",
        start: Option<Instant> = "start",
        end: Option<Instant> = "end",
        slot: Vec<Reference> = "slot",
        comment: Option<String> = "comment",
        participant: Vec<Value> = "participant",
    }

    /// An answer to an appointment.
    AppointmentResponse {
        appointment: Option<Reference> = "appointment",
        start: Option<Instant> = "start",
        end: Option<Instant> = "end",
        actor: Option<Reference> = "actor",
        participant_status: Option<String> = "participantStatus",
        comment: Option<String> = "comment",
    }

    /// When somebody or something can be booked.
    Schedule {
        active: Option<bool> = "active",
        service_type: Vec<CodeableConcept> = "serviceType",
        actor: Vec<Reference> = "actor",
        planning_horizon: Option<Period> = "planningHorizon",
        comment: Option<String> = "comment",
    }

    /// One time that can be booked.
    Slot {
        schedule: Option<Reference> = "schedule",
        status: Option<String> = "status",
        start: Option<Instant> = "start",
        end: Option<Instant> = "end",
        comment: Option<String> = "comment",
    }

    /// What somebody did with data.
    AuditEvent {
        kind: Option<Coding> = "type",
        subtype: Vec<Coding> = "subtype",
        action: Option<String> = "action",
        period: Option<Period> = "period",
        recorded: Option<Instant> = "recorded",
        outcome: Option<String> = "outcome",
        agent: Vec<Value> = "agent",
        source: Option<Value> = "source",
        entity: Vec<Value> = "entity",
    }

    /// Where a resource comes from.
    Provenance {
        target: Vec<Reference> = "target",
        recorded: Option<Instant> = "recorded",
        policy: Vec<String> = "policy",
        reason: Vec<CodeableConcept> = "reason",
        activity: Option<CodeableConcept> = "activity",
        agent: Vec<ProvenanceAgent> = "agent",
        entity: Vec<Value> = "entity";
        occurred = "occurred",
    }

    /// What a patient allows.
    Consent {
        status: Option<String> = "status",
        scope: Option<CodeableConcept> = "scope",
        category: Vec<CodeableConcept> = "category",
        patient: Option<Reference> = "patient",
        date_time: Option<DateTime> = "dateTime",
        performer: Vec<Reference> = "performer",
        organization: Vec<Reference> = "organization",
        provision: Option<Value> = "provision";
        source = "source",
    }

    /// What a server says of a request.
    OperationOutcome {
        issue: Vec<OutcomeIssue> = "issue",
    }

    /// What a server can do.
    CapabilityStatement {
        url: Option<String> = "url",
        version: Option<String> = "version",
        name: Option<String> = "name",
        title: Option<String> = "title",
        status: Option<String> = "status",
        date: Option<DateTime> = "date",
        kind: Option<String> = "kind",
        fhir_version: Option<String> = "fhirVersion",
        format: Vec<String> = "format",
        rest: Vec<Value> = "rest",
    }

    /// The input and output of operations.
    Parameters {
        parameter: Vec<Parameter> = "parameter",
    }
}

datatypes! {
    /// `Patient.contact`
    PatientContact {
        relationship: Vec<CodeableConcept> = "relationship",
        name: Option<HumanName> = "name",
        telecom: Vec<ContactPoint> = "telecom",
        period: Option<Period> = "period",
    }

    /// `Patient.communication`
    PatientCommunication {
        language: Option<CodeableConcept> = "language",
        preferred: Option<bool> = "preferred",
    }

    /// `Practitioner.qualification`
    Qualification {
        code: Option<CodeableConcept> = "code",
        period: Option<Period> = "period",
        issuer: Option<Reference> = "issuer",
    }

    /// `CareTeam.participant`
    CareTeamParticipant {
        role: Vec<CodeableConcept> = "role",
        member: Option<Reference> = "member",
        on_behalf_of: Option<Reference> = "onBehalfOf",
        period: Option<Period> = "period",
    }

    /// `Observation.referenceRange`
    ReferenceRange {
        low: Option<Quantity> = "low",
        high: Option<Quantity> = "high",
        kind: Option<CodeableConcept> = "type",
        age: Option<Range> = "age",
        text: Option<String> = "text",
    }

    /// `Task.restriction`
    TaskRestriction {
        repetitions: Option<i32> = "repetitions",
        period: Option<Period> = "period",
        recipient: Vec<Reference> = "recipient",
    }

    /// `PlanDefinition.relatedArtifact` and others carry no action; this is `PlanDefinition.action`.
    PlanAction {
        id: Option<String> = "id",
        extension: Vec<Extension> = "extension",
        prefix: Option<String> = "prefix",
        title: Option<String> = "title",
        description: Option<String> = "description",
        text_equivalent: Option<String> = "textEquivalent",
        priority: Option<String> = "priority",
        code: Vec<CodeableConcept> = "code",
        reason: Vec<CodeableConcept> = "reason",
        documentation: Vec<RelatedArtifact> = "documentation",
        goal_id: Vec<String> = "goalId",
        trigger: Vec<Value> = "trigger",
        condition: Vec<PlanCondition> = "condition",
        input: Vec<Value> = "input",
        output: Vec<Value> = "output",
        related_action: Vec<Value> = "relatedAction",
        kind: Option<CodeableConcept> = "type",
        grouping_behavior: Option<String> = "groupingBehavior",
        selection_behavior: Option<String> = "selectionBehavior",
        required_behavior: Option<String> = "requiredBehavior",
        precheck_behavior: Option<String> = "precheckBehavior",
        cardinality_behavior: Option<String> = "cardinalityBehavior",
        action: Vec<PlanAction> = "action",
    }

    /// `PlanDefinition.action.condition`
    PlanCondition {
        kind: Option<String> = "kind",
        expression: Option<Expression> = "expression",
    }

    /// An expression in a language such as `text/fhirpath`.
    Expression {
        description: Option<String> = "description",
        name: Option<String> = "name",
        language: Option<String> = "language",
        expression: Option<String> = "expression",
        reference: Option<String> = "reference",
    }

    /// `MedicationRequest.dosageInstruction`
    Dosage {
        sequence: Option<i32> = "sequence",
        text: Option<String> = "text",
        additional_instruction: Vec<CodeableConcept> = "additionalInstruction",
        patient_instruction: Option<String> = "patientInstruction",
        timing: Option<Value> = "timing",
        as_needed_boolean: Option<bool> = "asNeededBoolean",
        site: Option<CodeableConcept> = "site",
        route: Option<CodeableConcept> = "route",
        method: Option<CodeableConcept> = "method",
        dose_and_rate: Vec<Value> = "doseAndRate",
    }

    /// `DocumentReference.content`
    DocumentContent {
        attachment: Option<Attachment> = "attachment",
        format: Option<Coding> = "format",
    }

    /// `Questionnaire.item`
    QuestionnaireItem {
        link_id: Option<String> = "linkId",
        definition: Option<String> = "definition",
        code: Vec<Coding> = "code",
        prefix: Option<String> = "prefix",
        text: Option<String> = "text",
        kind: Option<String> = "type",
        enable_when: Vec<Value> = "enableWhen",
        enable_behavior: Option<String> = "enableBehavior",
        required: Option<bool> = "required",
        repeats: Option<bool> = "repeats",
        read_only: Option<bool> = "readOnly",
        max_length: Option<i32> = "maxLength",
        answer_value_set: Option<String> = "answerValueSet",
        answer_option: Vec<Value> = "answerOption",
        initial: Vec<Value> = "initial",
        item: Vec<QuestionnaireItem> = "item",
    }

    /// `QuestionnaireResponse.item`
    AnswerItem {
        link_id: Option<String> = "linkId",
        definition: Option<String> = "definition",
        text: Option<String> = "text",
        answer: Vec<Value> = "answer",
        item: Vec<AnswerItem> = "item",
    }

    /// `Provenance.agent`
    ProvenanceAgent {
        kind: Option<CodeableConcept> = "type",
        role: Vec<CodeableConcept> = "role",
        who: Option<Reference> = "who",
        on_behalf_of: Option<Reference> = "onBehalfOf",
    }

    /// `OperationOutcome.issue`
    OutcomeIssue {
        severity: Option<String> = "severity",
        code: Option<String> = "code",
        details: Option<CodeableConcept> = "details",
        diagnostics: Option<String> = "diagnostics",
        location: Vec<String> = "location",
        expression: Vec<String> = "expression",
    }
}

/// Declares backbone elements that hold one choice element, which a plain struct of fields cannot.
macro_rules! with_choice {
    ($(
        $(#[$doc:meta])*
        $name:ident { $choice:ident = $choice_json:literal, $( $field:ident : $kind:ty = $json:literal ),* $(,)? }
    )*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            #[doc = concat!("Element `", $choice_json, "[x]`.")]
            pub $choice: Option<Choice>,
            $( #[doc = concat!("Element `", $json, "`.")] pub $field: $kind, )*
        }

        impl crate::Datatype for $name {
            fn read(value: &Value) -> Result<Self, FhirError> {
                let object = crate::element::object(value)?;
                Ok(Self {
                    $choice: Choice::get(object, $choice_json)?,
                    $( $field: crate::Field::get(object, $json)?, )*
                })
            }

            fn write(&self) -> Value {
                let mut object = crate::Object::new();
                $( crate::Field::put(&self.$field, &mut object, $json); )*
                if let Some(choice) = &self.$choice {
                    choice.put(&mut object, $choice_json);
                }
                Value::Object(object)
            }
        }
    )*};
}

with_choice! {
    /// `Observation.component`
    ObservationComponent {
        value = "value",
        code: Option<CodeableConcept> = "code",
        data_absent_reason: Option<CodeableConcept> = "dataAbsentReason",
        interpretation: Vec<CodeableConcept> = "interpretation",
        reference_range: Vec<ReferenceRange> = "referenceRange",
    }

    /// `Task.input` and `Task.output`
    TaskParameter {
        value = "value",
        extension: Vec<Extension> = "extension",
        kind: Option<CodeableConcept> = "type",
    }

    /// `Communication.payload`
    CommunicationPayload {
        content = "content",
        extension: Vec<Extension> = "extension",
    }

    /// `Parameters.parameter`
    Parameter {
        value = "value",
        name: Option<String> = "name",
        resource: Option<Resource> = "resource",
        part: Vec<Parameter> = "part",
    }
}

impl Observation {
    /// The value's number: of a quantity, a decimal or an integer. `None` when there is none or it is unreadable.
    pub fn number(&self) -> Option<Decimal> {
        self.value().ok()??.number()
    }

    /// The component with that code.
    pub fn component_with(&self, system: &str, code: &str) -> Option<ObservationComponent> {
        let components = self.component().ok()?;
        components.into_iter().find(|component| component.code.as_ref().is_some_and(|it| it.is(system, code)))
    }

    /// When it was observed (or began), in milliseconds since 1970; a date without a zone counts in UTC.
    pub fn effective_millis(&self) -> Option<i64> {
        Some(self.effective().ok()??.start()?.millis())
    }
}

impl Parameters {
    /// The first parameter of that name.
    pub fn named(&self, name: &str) -> Option<Parameter> {
        self.parameter().ok()?.into_iter().find(|parameter| parameter.name.as_deref() == Some(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation(text: &str) -> Observation {
        Observation::try_from(Resource::parse(text).unwrap()).unwrap()
    }

    #[test]
    fn a_view_of_another_type_is_refused() {
        let patient = Resource::parse(r#"{"resourceType":"Patient"}"#).unwrap();
        assert!(Observation::try_from(patient).is_err());
    }

    #[test]
    fn one_wrong_element_costs_that_element_only() {
        let it = observation(
            r#"{"resourceType":"Observation","status":7,"component":[{},{"valueQuantity":{"value":"x"}}],"valueInteger":8}"#,
        );
        assert_eq!(it.number(), Some(Decimal::from(8)));
        assert_eq!(it.status().unwrap_err().path, "Observation.status");
        assert_eq!(it.component().unwrap_err().path, "Observation.component[1].valueQuantity.value");
        assert_eq!(faults(&it).len(), 2);
    }

    #[test]
    fn setting_an_element_leaves_the_rest_as_it_is() {
        let mut it = observation(r#"{"resourceType":"Observation","_x":{"y":1.10},"status":"final"}"#);
        it.set("status", &Some("amended".to_owned()));
        assert_eq!(it.to_json(), r#"{"resourceType":"Observation","_x":{"y":1.10},"status":"amended"}"#);
    }
}
