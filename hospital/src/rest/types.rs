//! The types of resources that R4 knows.

/// From <http://hl7.org/fhir/R4/resourcelist.html>, without `Parameters`, `Bundle` and `OperationOutcome`, which carry
/// others and are not kept.
const TYPES: &str = "Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent \
    Basic Binary BiologicallyDerivedProduct BodyStructure CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem \
    ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication CommunicationRequest \
    CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest \
    CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest DeviceUseStatement \
    DiagnosticReport DocumentManifest DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest \
    EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit \
    FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy Immunization \
    ImmunizationEvaluation ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List \
    Location Measure MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge \
    MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization \
    MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient \
    MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged \
    MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader \
    MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition Organization \
    OrganizationAffiliation Patient PaymentNotice PaymentReconciliation Person PlanDefinition Practitioner \
    PractitionerRole Procedure Provenance Questionnaire QuestionnaireResponse RelatedPerson RequestGroup \
    ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment RiskEvidenceSynthesis \
    Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition StructureMap \
    Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation \
    SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task TerminologyCapabilities \
    TestReport TestScript ValueSet VerificationResult VisionPrescription";

/// Every type that is kept here.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TYPES.split_ascii_whitespace()
}

/// The type of that name.
pub(super) fn known(name: &str) -> Option<&'static str> {
    all().find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_that_of_r4() {
        // R4 has 146 types; three of them only carry others and are not kept.
        assert_eq!(all().count(), 143);
        assert!(all().is_sorted());
        assert_eq!(known("Observation"), Some("Observation"));
        assert_eq!(known("Bundle"), None);
        assert_eq!(known("Nonsense"), None);
    }
}
