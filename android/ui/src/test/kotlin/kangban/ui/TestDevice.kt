package kangban.ui

import kangban.types.PickedFile

/** A device that does at once what it is asked, and remembers it. */
class TestDevice : Device {
    val dialled = mutableListOf<String>()
    val opened = mutableListOf<String>()
    val spoken = mutableListOf<String>()

    override fun dial(number: String) {
        dialled += number
    }

    override fun open(url: String) {
        opened += url
    }

    override fun pickPhoto(picked: (PickedFile) -> Unit) = picked(photo)

    override fun takePhoto(picked: (PickedFile) -> Unit) = picked(photo)

    override fun dictate(language: String, heard: (String) -> Unit) = heard(HEARD)

    override fun speak(language: String, text: String) {
        spoken += text
    }

    override fun hush() = Unit

    private val photo = PickedFile("image/jpeg", listOf(1u, 2u, 3u), 3u)

    private companion object {
        const val HEARD = "听到了"
    }
}
