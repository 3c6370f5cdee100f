//! FHIR R4 as Kangban speaks it.
