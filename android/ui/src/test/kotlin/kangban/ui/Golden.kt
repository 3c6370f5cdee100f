package kangban.ui

import kangban.types.ViewModel
import org.json.JSONArray
import org.json.JSONObject
import java.io.File
import java.util.Base64

/** One state of a screen: its view, the words that have to be found, and what every control has to tell the core. */
class GoldenState(val screen: String, private val json: JSONObject) {
    val name: String = json.getString("name")
    val language: String = json.getString("language")
    val elders: Boolean = json.getBoolean("elders")
    val shown: List<String> = json.strings("shown")
    val behind: List<String> = json.strings("behind")
    val actions: List<GoldenAction> = json.getJSONArray("actions").objects().map(::GoldenAction)

    /** The view, decoded anew. */
    fun view(): ViewModel = ViewModel.bincodeDeserialize(json.bytes("view"))
}

/** What a person does, and the bytes of the event that says so. */
class GoldenAction(json: JSONObject) {
    val kind: String = json.getString("kind")
    val at: String = json.optString("at")
    val nth: Int = json.optInt("nth")
    val input: String = json.optString("input")
    val event: ByteArray = json.bytes("event")

    override fun toString() = "$kind \"$at\" ($nth) $input"
}

/** The folder of the repository. */
val repository: File = File(checkNotNull(System.getProperty("kangban.root"))).canonicalFile

private val folder = File(repository, "tests/shells/golden")

/** A file of golden states, by its name without the ending. */
fun golden(name: String): List<GoldenState> = JSONObject(File(folder, "$name.json").readText()).let { json ->
    val screen = json.getString("screen")
    json.getJSONArray("states").objects().map { GoldenState(screen, it) }
}

/** A view of a core that knows a screen more. */
fun newerView(): ByteArray = JSONObject(File(folder, "newer.json").readText()).bytes("view")

/** The names of the files that hold states of a screen, in order. */
fun goldenNames(): List<String> = folder.listFiles().orEmpty().filter { it.extension == "json" }
    .filter { JSONObject(it.readText()).has("states") }
    .map { it.nameWithoutExtension }.sorted()

private fun JSONArray.objects() = (0 until length()).map(::getJSONObject)

private fun JSONObject.strings(name: String) = getJSONArray(name).let { all ->
    (0 until all.length()).map(all::getString)
}

private fun JSONObject.bytes(name: String): ByteArray = Base64.getDecoder().decode(optString(name))
