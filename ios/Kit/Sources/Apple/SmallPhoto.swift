#if canImport(ImageIO)
  import Foundation
  import ImageIO
  import SharedTypes
  import UniformTypeIdentifiers

  /// Makes a photo small enough. Nothing but the picture stays: no place, no camera, no time.
  enum SmallPhoto {
    /// Gives a JPEG within these limits; no media type when it is no picture, no bytes when it cannot be made so small.
    static func made(of data: Data, edge: Int, bytes: Int) -> PickedFile {
      let size = UInt32(clamping: data.count)
      guard let source = CGImageSourceCreateWithData(data as CFData, nil), CGImageSourceGetCount(source) > 0
      else {
        return PickedFile(mime: "", bytes: [], originalBytes: size)
      }
      for (share, quality) in [(1.0, 0.85), (1, 0.7), (0.75, 0.7), (0.5, 0.6)] {
        if let small = jpeg(source, edge: Int(Double(edge) * share), quality: quality), small.count <= bytes {
          return PickedFile(mime: "image/jpeg", bytes: Array(small), originalBytes: size)
        }
      }
      return PickedFile(mime: "image/jpeg", bytes: [], originalBytes: size)
    }

    private static func jpeg(_ source: CGImageSource, edge: Int, quality: Double) -> Data? {
      let wanted: [CFString: Any] = [
        kCGImageSourceCreateThumbnailFromImageAlways: true, kCGImageSourceCreateThumbnailWithTransform: true,
        kCGImageSourceThumbnailMaxPixelSize: edge,
      ]
      let out = NSMutableData()
      guard let image = CGImageSourceCreateThumbnailAtIndex(source, 0, wanted as CFDictionary),
        let target = CGImageDestinationCreateWithData(out, UTType.jpeg.identifier as CFString, 1, nil)
      else { return nil }
      CGImageDestinationAddImage(
        target, image, [kCGImageDestinationLossyCompressionQuality: quality] as CFDictionary)
      return CGImageDestinationFinalize(target) ? out as Data : nil
    }
  }
#endif
