package kangban.ui

import kangban.types.Chrome
import kangban.types.PickedFile
import kangban.types.Tap

/** What a screen needs of the device. Calls come on the main thread; answers come back on it. */
interface Device {
    /** Opens the dialler with this number. */
    fun dial(number: String)

    /** Opens an address that a form links to: `https:`, `tel:` or `mailto:`. */
    fun open(url: String)

    /** Lets the person pick a photo; nothing comes back when none is picked. */
    fun pickPhoto(picked: (PickedFile) -> Unit)

    /** Lets the person take a photo; only offered where `chrome.takePhoto` is not empty. */
    fun takePhoto(picked: (PickedFile) -> Unit)

    /** Listens to the person in that language (BCP 47); only offered where `chrome.dictate` is not empty. */
    fun dictate(language: String, heard: (String) -> Unit)

    /** Reads a text aloud in that language, instead of whatever is being read. */
    fun speak(language: String, text: String)

    /** Stops reading aloud. */
    fun hush()
}

/** What every screen gets beside its own view. */
class Shell(val chrome: Chrome, val device: Device, val send: (Tap) -> Unit)
