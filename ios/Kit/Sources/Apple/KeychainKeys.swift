#if canImport(Security) && canImport(LocalAuthentication)
  import Foundation
  import LocalAuthentication
  import Security
  import SharedTypes

  /// Keys in the key chain, each wrapped by a key of the Secure Enclave that only the fingers or the face of that moment
  /// can use. Nothing leaves the device: no backup, no other device.
  @MainActor public struct KeychainKeys: OwnersKeys {
    private let service: String

    /// Keeps them under a service's name.
    public init(service: String) { self.service = service }

    public var present: Bool {
      let context = LAContext()
      var error: NSError?
      if context.canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: &error) { return true }
      // There is a reader, but nobody is set up, or it is locked after wrong tries.
      return error.map { $0.code != LAError.biometryNotAvailable.rawValue } ?? false
    }

    public func enrolment() -> Data? {
      let context = LAContext()
      var error: NSError?
      guard context.canEvaluatePolicy(.deviceOwnerAuthenticationWithBiometrics, error: &error) else {
        // Locked after wrong tries is not another enrolment: the system asks for the device's code first.
        return error?.code == LAError.biometryLockout.rawValue ? context.evaluatedPolicyDomainState : nil
      }
      return context.evaluatedPolicyDomainState
    }

    public func keep(_ key: [UInt8], name: String) -> Bool {
      remove(name)
      guard let enclave = wrapper(name),
        let open = SecKeyCopyPublicKey(enclave),
        let sealed = SecKeyCreateEncryptedData(open, Self.cipher, Data(key) as CFData, nil)
      else {
        remove(name)
        return false
      }
      return add(sealed as Data, account: "\(name).sealed")
    }

    public func read(_ prompt: SecretPrompt) async -> KeptKey {
      guard let sealed = find(account: "\(prompt.name).sealed") else { return .missing }
      let (tag, title, cancel) = (self.tag(prompt.name), [prompt.title, prompt.detail], prompt.cancel)
      // The system's prompt blocks whoever opens the key: never the main actor.
      return await Task.detached { Self.open(sealed, tag: tag, title: title, cancel: cancel) }.value
    }

    public func remove(_ name: String) {
      SecItemDelete(item("\(name).sealed") as CFDictionary)
      let key: [CFString: Any] = [kSecClass: kSecClassKey, kSecAttrApplicationTag: tag(name)]
      SecItemDelete(key as CFDictionary)
    }

    public func note(_ enrolment: Data?, name: String) {
      SecItemDelete(item("\(name).enrolment") as CFDictionary)
      if let enrolment { _ = add(enrolment, account: "\(name).enrolment") }
    }

    public func noted(_ name: String) -> Data? { find(account: "\(name).enrolment") }

    private nonisolated static var cipher: SecKeyAlgorithm {
      .eciesEncryptionCofactorVariableIVX963SHA256AESGCM
    }

    private nonisolated static func open(_ sealed: Data, tag: Data, title: [String], cancel: String)
      -> KeptKey
    {
      let context = LAContext()
      context.localizedReason = title.filter { !$0.isEmpty }.joined(separator: "\n")
      context.localizedCancelTitle = cancel
      // No way around by the device's code: the PIN is the other way.
      context.localizedFallbackTitle = ""
      let query: [CFString: Any] = [
        kSecClass: kSecClassKey, kSecAttrApplicationTag: tag, kSecReturnRef: true,
        kSecUseAuthenticationContext: context,
      ]
      var found: CFTypeRef?
      switch SecItemCopyMatching(query as CFDictionary, &found) {
      case errSecSuccess: break
      case errSecItemNotFound: return .missing
      case errSecUserCanceled, errSecAuthFailed: return .cancelled
      default: return .failed
      }
      guard let found, CFGetTypeID(found) == SecKeyGetTypeID() else { return .missing }
      var fault: Unmanaged<CFError>?
      let key = unsafeDowncast(found, to: SecKey.self)
      if let opened = SecKeyCreateDecryptedData(key, cipher, sealed as CFData, &fault) {
        return .key(Array(opened as Data))
      }
      let error = fault?.takeRetainedValue()
      switch error.map({ CFErrorGetCode($0) }) ?? 0 {
      case LAError.userCancel.rawValue, LAError.appCancel.rawValue, LAError.systemCancel.rawValue,
        LAError.authenticationFailed.rawValue, Int(errSecUserCanceled), Int(errSecAuthFailed):
        return .cancelled
      case Int(errSecItemNotFound), Int(errSecDecode), Int(errSecParam): return .missing
      default: return .failed
      }
    }

    /// A new private key in the Secure Enclave. It dies with the enrolment that it was made for.
    private func wrapper(_ name: String) -> SecKey? {
      guard
        let access = SecAccessControlCreateWithFlags(
          nil, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, [.privateKeyUsage, .biometryCurrentSet], nil)
      else { return nil }
      let attributes: [CFString: Any] = [
        kSecAttrKeyType: kSecAttrKeyTypeECSECPrimeRandom, kSecAttrKeySizeInBits: 256,
        kSecAttrTokenID: kSecAttrTokenIDSecureEnclave,
        kSecPrivateKeyAttrs: [
          kSecAttrIsPermanent: true, kSecAttrApplicationTag: tag(name), kSecAttrAccessControl: access,
        ] as [CFString: Any],
      ]
      return SecKeyCreateRandomKey(attributes as CFDictionary, nil)
    }

    private func tag(_ name: String) -> Data { Data("\(service).\(name)".utf8) }

    private func item(_ account: String) -> [CFString: Any] {
      [kSecClass: kSecClassGenericPassword, kSecAttrService: service, kSecAttrAccount: account]
    }

    private func add(_ data: Data, account: String) -> Bool {
      var attributes = item(account)
      attributes[kSecValueData] = data
      attributes[kSecAttrAccessible] = kSecAttrAccessibleWhenUnlockedThisDeviceOnly
      return SecItemAdd(attributes as CFDictionary, nil) == errSecSuccess
    }

    private func find(account: String) -> Data? {
      var query = item(account)
      query[kSecReturnData] = true
      var found: CFTypeRef?
      guard SecItemCopyMatching(query as CFDictionary, &found) == errSecSuccess else { return nil }
      return found as? Data
    }
  }
#endif
