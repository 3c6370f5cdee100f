package kangban;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/**
 * Validates every .json file below the given folders against the R4 base definitions.
 *
 * <p>Prints one line a fault, then {@code N passed, N failed}; exits with 1 when a resource failed,
 * and with 2 when there was nothing to judge.
 */
public final class Judge {
  private Judge() {}

  public static void main(String[] args) throws IOException {
    FhirValidator validator = validator();
    int passed = 0;
    int failed = 0;
    for (String root : args) {
      for (Path file : jsonBelow(Path.of(root))) {
        List<SingleValidationMessage> faults = faults(validator, Files.readString(file));
        for (SingleValidationMessage fault : faults) {
          System.out.printf("%s %s: %s%n", file, fault.getLocationString(), fault.getMessage());
        }
        if (faults.isEmpty()) {
          passed++;
        } else {
          failed++;
        }
      }
    }
    System.out.printf("%d passed, %d failed%n", passed, failed);
    System.exit(passed + failed == 0 ? 2 : failed == 0 ? 0 : 1);
  }

  private static FhirValidator validator() {
    FhirContext r4 = FhirContext.forR4();
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                itemControls(r4),
                new DefaultProfileValidationSupport(r4),
                new CommonCodeSystemsTerminologyService(r4),
                new InMemoryTerminologyServerValidationSupport(r4),
                new SnapshotGeneratingValidationSupport(r4)));
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    module.setAnyExtensionsAllowed(true);
    module.setErrorForUnknownProfiles(false);
    return r4.newValidator().registerValidatorModule(module);
  }

  /**
   * R4's codes for item controls, with those that SDC 3.0 added to the same system later
   * (http://hl7.org/fhir/uv/sdc/STU3/rendering.html).
   */
  private static PrePopulatedValidationSupport itemControls(FhirContext r4) {
    String system = "http://hl7.org/fhir/questionnaire-item-control";
    CodeSystem controls =
        ((CodeSystem) new DefaultProfileValidationSupport(r4).fetchCodeSystem(system)).copy();
    for (String code : List.of("page", "tab-container")) {
      controls.addConcept().setCode(code);
    }
    PrePopulatedValidationSupport support = new PrePopulatedValidationSupport(r4);
    support.addCodeSystem(controls);
    return support;
  }

  private static List<SingleValidationMessage> faults(FhirValidator validator, String json) {
    try {
      return validator.validateWithResult(json).getMessages().stream()
          .filter(message -> message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
          .toList();
    } catch (RuntimeException unreadable) {
      SingleValidationMessage fault = new SingleValidationMessage();
      fault.setSeverity(ResultSeverityEnum.FATAL);
      fault.setLocationString("");
      fault.setMessage(unreadable.toString());
      return List.of(fault);
    }
  }

  private static List<Path> jsonBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
