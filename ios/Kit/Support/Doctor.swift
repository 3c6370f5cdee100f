import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The responsible doctor, who signs in at the hospital's own page as a browser would, and works through FHIR.
@MainActor final class Doctor {
  // The example of RFC 7636, appendix B: a verifier and its challenge.
  private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  private let origin: String
  private let web = URLSession(configuration: .ephemeral, delegate: NoRedirects(), delegateQueue: nil)
  private var token = ""
  private var user = ""

  /// Signs in: authorization code with PKCE.
  init(origin: String, name: String, password: String) async throws {
    self.origin = origin
    let back = "\(origin)/console/"
    let asked = query([
      "response_type": "code", "client_id": "kangban-console", "redirect_uri": back,
      "scope": "openid fhirUser online_access user/*.cruds", "state": "s", "aud": "\(origin)/fhir",
      "code_challenge": Self.challenge, "code_challenge_method": "S256",
    ])
    let (page, head) = try await send(request("/oauth/authorize?\(asked)"))
    let html = String(decoding: page, as: UTF8.self)
    guard let form = between(html, "name=\"page\" value=\"", "\""),
      let cookie = head.value(forHTTPHeaderField: "Set-Cookie")?.split(separator: ";").first
    else { throw Missing("the hospital's sign-in page") }
    var login = request(
      "/oauth/authorize", form: ["page": form, "how": "password", "username": name, "password": password])
    login.setValue(String(cookie), forHTTPHeaderField: "Cookie")
    let (_, answer) = try await send(login)
    guard let place = answer.value(forHTTPHeaderField: "Location"),
      let code = between(place + "&", "code=", "&")
    else { throw Missing("a code for the doctor: \(answer.statusCode)") }
    let (granted, _) = try await send(
      request(
        "/oauth/token",
        form: [
          "grant_type": "authorization_code", "client_id": "kangban-console", "code": code,
          "redirect_uri": back,
          "code_verifier": Self.verifier,
        ]))
    let tokens = try json(granted)
    token = tokens["access_token"] as? String ?? ""
    user = tokens["fhirUser"] as? String ?? ""
  }

  /// The resources that a search finds.
  func search(_ path: String) async throws -> [[String: Any]] {
    let (body, _) = try await send(request("/fhir/\(path)"))
    let entries = try json(body)["entry"] as? [[String: Any]] ?? []
    return entries.compactMap { $0["resource"] as? [String: Any] }
  }

  /// Writes to a patient about something.
  func reply(_ text: String, to patient: String, about: String) async throws {
    var letter = request("/fhir/Communication")
    letter.httpMethod = "POST"
    letter.setValue("application/fhir+json", forHTTPHeaderField: "Content-Type")
    letter.httpBody = try JSONSerialization.data(withJSONObject: [
      "resourceType": "Communication", "status": "completed", "subject": ["reference": "Patient/\(patient)"],
      "sender": ["reference": user], "recipient": [["reference": "Patient/\(patient)"]],
      "about": [["reference": about]], "sent": Date.now.formatted(.iso8601),
      "payload": [["contentString": text]],
    ])
    let (body, answer) = try await send(letter)
    guard answer.statusCode == 201 else {
      throw Missing("the reply taken: \(answer.statusCode) \(String(decoding: body, as: UTF8.self))")
    }
  }

  private func request(_ path: String, form: [String: String]? = nil) -> URLRequest {
    guard let url = URL(string: origin + path) else { preconditionFailure("no address: \(path)") }
    var request = URLRequest(url: url)
    request.httpShouldHandleCookies = false
    if !token.isEmpty { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
    if path.hasPrefix("/fhir") { request.setValue("application/fhir+json", forHTTPHeaderField: "Accept") }
    if let form {
      request.httpMethod = "POST"
      request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
      request.httpBody = Data(query(form).utf8)
    }
    return request
  }

  private func send(_ request: URLRequest) async throws -> (Data, HTTPURLResponse) {
    let (body, answer) = try await web.data(for: request)
    guard let answer = answer as? HTTPURLResponse else { throw Missing("an answer over HTTP") }
    return (body, answer)
  }

  private func json(_ body: Data) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: body) as? [String: Any] else {
      throw Missing("a JSON object")
    }
    return object
  }

  private func query(_ fields: [String: String]) -> String {
    let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
    return fields.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
    }.joined(separator: "&")
  }

  private func between(_ text: String, _ before: String, _ after: String) -> String? {
    guard let start = text.range(of: before)?.upperBound,
      let end = text.range(of: after, range: start..<text.endIndex)?.lowerBound
    else { return nil }
    return String(text[start..<end])
  }
}

/// The code comes with a redirection that is read, not followed.
private final class NoRedirects: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) { completionHandler(nil) }
}

extension Doctor {
  /// The open alert about a patient, as a reference; there has to be exactly one.
  func alert(about patient: String) async throws -> String {
    for _ in 0..<100 {
      let tasks = try await search("Task?patient=\(patient)&_count=100")
      let open = tasks.filter { task in
        let code = (task["code"] as? [String: Any])?["coding"] as? [[String: Any]] ?? []
        return task["status"] as? String == "requested"
          && code.contains { $0["code"] as? String == "alert" }
      }
      guard open.count <= 1 else { throw Missing("one alert, and no other: there are \(open.count)") }
      if let id = open.first?["id"] as? String { return "Task/\(id)" }
      try await Task.sleep(for: .milliseconds(200))
    }
    throw Missing("an alert")
  }
}
