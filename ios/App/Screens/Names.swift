import SharedTypes
import SwiftUI

// The core has a Button and a Tab as well. Plain names are SwiftUI's here, save for the tab, which iOS 17 does not have.
typealias Button = SwiftUI.Button
typealias CoreButton = SharedTypes.Button
typealias Tab = SharedTypes.Tab
