import Foundation
import Kit
import SharedTypes
import SwiftUI

/// The tile that picks a photo or, where there is a camera, takes one; what is wrong with it; what takes it away.
struct Photo: View {
  let photo: PhotoRow
  let shell: Shell
  let picked: @MainActor (PickedFile) -> Void
  let removed: @MainActor () -> Void
  @State private var asking = false

  var body: some View {
    VStack(alignment: .leading, spacing: 8) {
      DetailTile(row: photo.row) { choose() }
        .confirmationDialog(photo.row.label, isPresented: $asking, titleVisibility: .visible) { ways }
      Wrong(text: photo.error)
      if photo.chosen { ActionButton(label: photo.remove, icon: "close", pressed: removed) }
    }
  }

  @ViewBuilder private var ways: some View {
    Button(shell.chrome.takePhoto) { shell.device.takePhoto(picked) }
    Button(shell.chrome.pickPhoto) { shell.device.pickPhoto(picked) }
    Button(shell.chrome.cancel, role: .cancel) {}
  }

  private func choose() {
    if shell.chrome.takePhoto.isEmpty {
      shell.device.pickPhoto(picked)
    } else {
      asking = true
    }
  }
}

/// A photo's bytes as a picture.
struct PhotoPicture: View {
  let bytes: [UInt8]
  let name: String

  var body: some View {
    if let picture = UIImage(data: Data(bytes)) {
      Image(uiImage: picture)
        .resizable()
        .aspectRatio(contentMode: .fit)
        .clipShape(.rect(cornerRadius: 16))
        .privacySensitive()
        .accessibilityLabel(name)
    }
  }
}
