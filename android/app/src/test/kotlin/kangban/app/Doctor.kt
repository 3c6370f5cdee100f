package kangban.app

import org.json.JSONObject
import java.net.URI
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Instant

/** The responsible doctor, who signs in at the hospital's own page as a browser would, and works through FHIR. */
class Doctor(private val origin: String, name: String, password: String) {
    private val web = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build()
    private val token: String
    private val user: String

    init {
        val back = "$origin/console/"
        val asked = mapOf(
            "response_type" to "code",
            "client_id" to "kangban-console",
            "redirect_uri" to back,
            "scope" to "openid fhirUser online_access user/*.cruds",
            "state" to "s",
            "aud" to "$origin/fhir",
            "code_challenge" to CHALLENGE,
            "code_challenge_method" to "S256",
        )
        val page = send(to("/oauth/authorize?${encoded(asked)}"))
        val form = page.body().substringAfter("name=\"page\" value=\"").substringBefore("\"")
        val cookie = page.headers().firstValue("set-cookie").get().substringBefore(";")
        val login = mapOf("page" to form, "how" to "password", "username" to name, "password" to password)
        val answer = send(to("/oauth/authorize").header("cookie", cookie).form(login))
        val place = answer.headers().firstValue("location").orElseThrow {
            AssertionError("no sign-in: ${answer.body()}")
        }
        val grant = mapOf(
            "grant_type" to "authorization_code",
            "client_id" to "kangban-console",
            "code" to place.substringAfter("code=").substringBefore("&"),
            "redirect_uri" to back,
            "code_verifier" to VERIFIER,
        )
        val tokens = JSONObject(send(to("/oauth/token").form(grant)).body())
        token = tokens.getString("access_token")
        user = tokens.getString("fhirUser")
    }

    /** The open alerts about a patient, as references. */
    fun alerts(patient: String): List<String> {
        val bundle = JSONObject(send(fhir("Task?patient=$patient&_count=100")).body())
        val entries = bundle.optJSONArray("entry") ?: return emptyList()
        val tasks = List(entries.length()) { entries.getJSONObject(it).getJSONObject("resource") }
        return tasks.filter {
            it.optString("status") == "requested" &&
                "\"alert\"" in it.optJSONObject("code").toString()
        }
            .map { "Task/${it.getString("id")}" }
    }

    /** Writes to a patient about something. */
    fun reply(patient: String, about: String, text: String) {
        val letter = """
            {"resourceType": "Communication", "status": "completed", "subject": {"reference": "Patient/$patient"},
             "sender": {"reference": "$user"}, "recipient": [{"reference": "Patient/$patient"}],
             "about": [{"reference": "$about"}], "sent": "${Instant.now()}", "payload": [{"contentString": "$text"}]}
        """
        val body = HttpRequest.BodyPublishers.ofString(letter)
        val answer = send(fhir("Communication").header("content-type", "application/fhir+json").POST(body))
        check(answer.statusCode() == 201) { "the reply was not taken: ${answer.statusCode()} ${answer.body()}" }
    }

    private fun to(path: String) = HttpRequest.newBuilder(URI(origin + path))

    private fun fhir(path: String) =
        to("/fhir/$path").header("authorization", "Bearer $token").header("accept", "application/fhir+json")

    private fun HttpRequest.Builder.form(fields: Map<String, String>) =
        header("content-type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))

    private fun send(request: HttpRequest.Builder) = web.send(request.build(), HttpResponse.BodyHandlers.ofString())

    private fun encoded(fields: Map<String, String>) =
        fields.entries.joinToString("&") { (name, value) -> "$name=${URLEncoder.encode(value, Charsets.UTF_8)}" }

    private companion object {
        // The example of RFC 7636, appendix B: a verifier and its challenge.
        const val VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        const val CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    }
}
