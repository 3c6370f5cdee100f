package kangban.app

import android.app.admin.DevicePolicyManager
import android.content.ActivityNotFoundException
import android.content.Intent
import android.net.Uri
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.result.ActivityResultLauncher
import androidx.activity.result.PickVisualMediaRequest
import androidx.activity.result.contract.ActivityResultContracts
import kangban.platform.Dictation
import kangban.platform.HandedFiles
import kangban.platform.PhotoLimits
import kangban.platform.Photos
import kangban.platform.Speaker
import kangban.types.ExportFile
import kangban.types.PickedFile
import kangban.types.Tap
import kangban.types.Trouble
import kangban.ui.Device
import java.io.IOException
import kotlin.concurrent.thread

/** What a screen needs of the phone, with an activity to do it from. */
class Hands(private val activity: ComponentActivity, private val living: Living) : Device, AutoCloseable {
    private val speaker = Speaker(activity) { trouble(Trouble.SPEECHMISSING) }
    private val dictation = Dictation(activity)
    private lateinit var picker: ActivityResultLauncher<PickVisualMediaRequest>
    private lateinit var camera: ActivityResultLauncher<Uri>

    // Who waits for a photo. Another app is in front meanwhile: the system may end this process, and then nobody does.
    private var waiting: ((PickedFile) -> Unit)? = null
    private var cameraAddress: Uri? = null

    /** Sets up what comes back from other apps; to be called while the activity is being created. */
    fun register(saved: Bundle?) {
        cameraAddress = saved?.getString(CAMERA)?.let(Uri::parse)
        picker = activity.registerForActivityResult(ActivityResultContracts.PickVisualMedia()) { uri ->
            if (uri ==
                null
            ) {
                waiting = null
            } else {
                arrived { read(uri) to activity.contentResolver.getType(uri).orEmpty() }
            }
        }
        camera = activity.registerForActivityResult(ActivityResultContracts.TakePicture()) { taken ->
            val address = cameraAddress
            cameraAddress = null
            if (taken &&
                address != null
            ) {
                arrived { HandedFiles.takePhoto(activity, address) to JPEG }
            } else {
                waiting = null
            }
        }
    }

    /** Keeps what the next activity needs to go on. */
    fun save(out: Bundle) = out.putString(CAMERA, cameraAddress?.toString())

    override fun dial(number: String) = start(Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))

    override fun open(url: String) = start(
        Intent(Intent.ACTION_VIEW, Uri.parse(url)).addCategory(Intent.CATEGORY_BROWSABLE)
    )

    /** Offers a file to other apps. */
    fun share(file: ExportFile) = start(HandedFiles.shareSheet(activity, file))

    override fun pickPhoto(picked: (PickedFile) -> Unit) = wait(picked) {
        picker.launch(PickVisualMediaRequest(ActivityResultContracts.PickVisualMedia.ImageOnly))
    }

    override fun takePhoto(picked: (PickedFile) -> Unit) {
        val policy = activity.getSystemService(DevicePolicyManager::class.java)
        if (policy?.getCameraDisabled(null) == true) return trouble(Trouble.CAMERAREFUSED)
        wait(picked) {
            val address = HandedFiles.cameraAddress(activity)
            cameraAddress = address
            camera.launch(address)
        }
    }

    override fun dictate(language: String, heard: (String) -> Unit) =
        dictation.listen(language, activity as KangbanApplication.Front, heard, ::trouble)

    override fun speak(language: String, text: String) = speaker.speak(language, text)

    override fun hush() = speaker.hush()

    override fun close() {
        speaker.close()
        dictation.close()
    }

    private fun wait(picked: (PickedFile) -> Unit, launch: () -> Unit) {
        waiting = picked
        try {
            launch()
        } catch (_: ActivityNotFoundException) {
            waiting = null
            trouble(Trouble.NOAPP)
        } catch (_: SecurityException) {
            waiting = null
            trouble(Trouble.CAMERAREFUSED)
        }
    }

    /** A photo came back: it is made smaller beside the main thread, and handed over on it. */
    private fun arrived(get: () -> Pair<ByteArray?, String>) {
        val picked = waiting
        waiting = null
        if (picked == null) return trouble(Trouble.PHOTOLOST)
        val limits = limits()
        thread(name = "kangban-photo") {
            val file = try {
                val (bytes, mime) = get()
                bytes?.let { Photos.prepared(it, mime, limits) }
            } catch (_: IOException) {
                null
            }
            activity.runOnUiThread { if (file == null) trouble(Trouble.PHOTOLOST) else picked(file) }
        }
    }

    private fun read(uri: Uri): ByteArray? = activity.contentResolver.openInputStream(uri)?.use { it.readBytes() }

    /** As the screen in front says. */
    private fun limits(): PhotoLimits = photoLimits((living.shown as? Shown.View)?.view)

    private fun start(intent: Intent) = try {
        activity.startActivity(intent)
    } catch (_: ActivityNotFoundException) {
        trouble(Trouble.NOAPP)
    }

    private fun trouble(what: Trouble) = living.send(Tap.Trouble(what))

    private companion object {
        const val CAMERA = "camera"
        const val JPEG = "image/jpeg"
    }
}
