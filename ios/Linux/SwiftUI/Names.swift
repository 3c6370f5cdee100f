// SwiftUI's names that the stand-in does not model. A generated type of the same name is ambiguous in a screen here, as
// it would be on a Mac.
public enum Tab {}
public enum Table {}
public enum Menu {}
public enum Section {}
public enum List {}
public enum Form {}
public enum Gauge {}
public enum Path {}
public enum Transaction {}
public enum Layout {}
public enum Stepper {}
public enum ColorPicker {}
public enum SecureField {}
public enum TextEditor {}
public enum TabView {}
public enum NavigationStack {}
public enum NavigationLink {}
public enum Window {}
public enum Settings {}
public enum Commands {}
public enum Material {}
public enum Angle {}
public enum Anchor {}
public enum ShareLink {}
public enum EditMode {}
public enum Namespace {}
