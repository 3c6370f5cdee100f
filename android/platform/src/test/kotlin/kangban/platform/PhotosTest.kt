package kangban.platform

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.GraphicsMode
import java.io.ByteArrayOutputStream
import kotlin.random.Random

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PhotosTest {
    @Test
    fun `a large photo is drawn within the edge and the bytes that the core allows`() {
        val original = encoded(noise(1200, 900), Bitmap.CompressFormat.PNG)
        val file = Photos.prepared(original, "image/png", PhotoLimits(60_000, 640))
        val picture = decoded(file.bytes)
        assertEquals("image/jpeg", file.mime)
        assertTrue("${file.bytes.size}", file.bytes.size in 1..60_000)
        assertTrue("${picture.width}", picture.width <= 640)
        assertEquals("the shape stays", 4.0 / 3, picture.width.toDouble() / picture.height, 0.02)
        assertEquals(original.size.toUInt(), file.originalBytes)
    }

    @Test
    fun `a small photo is drawn anew, so that it does not say where it was taken`() {
        val original = encoded(noise(64, 48), Bitmap.CompressFormat.JPEG)
        val marked = original.copyOf(2) + exif("GPS 31.2N 121.5E") + original.drop(2)
        val file = Photos.prepared(marked, "image/jpeg", PhotoLimits(1_000_000, 640))
        assertEquals(64, decoded(file.bytes).width)
        assertFalse(String(file.bytes.map { it.toByte() }.toByteArray(), Charsets.ISO_8859_1).contains("GPS"))
    }

    @Test
    fun `what is no picture, or stays too large, goes to the core without bytes`() {
        val nothing = Photos.prepared("not a picture".toByteArray(), "text/plain", PhotoLimits(1_000, 640))
        assertEquals("" to 0, nothing.mime to nothing.bytes.size)
        val large = Photos.prepared(
            encoded(noise(400, 300), Bitmap.CompressFormat.PNG),
            "image/png",
            PhotoLimits(100, 640)
        )
        assertEquals("image/png" to 0, large.mime to large.bytes.size)
        assertTrue(large.originalBytes > 100u)
    }

    @Test
    fun `what was see-through becomes paper`() {
        val clear = Bitmap.createBitmap(8, 8, Bitmap.Config.ARGB_8888)
        val file = Photos.prepared(encoded(clear, Bitmap.CompressFormat.PNG), "image/png", PhotoLimits(10_000, 64))
        assertEquals(Color.WHITE, decoded(file.bytes).getPixel(4, 4))
    }

    @Test
    fun `no more pixels are read than are needed`() {
        assertEquals(listOf(1, 1, 2, 4), listOf(1600, 3199, 3200, 6400).map { Photos.sample(it, 1600) })
    }

    private fun noise(width: Int, height: Int): Bitmap {
        val random = Random(7)
        val pixels =
            IntArray(width * height) { Color.rgb(random.nextInt(256), random.nextInt(256), random.nextInt(256)) }
        return Bitmap.createBitmap(pixels, width, height, Bitmap.Config.ARGB_8888)
    }

    private fun encoded(bitmap: Bitmap, format: Bitmap.CompressFormat) =
        ByteArrayOutputStream().also { bitmap.compress(format, 90, it) }.toByteArray()

    private fun decoded(bytes: List<UByte>): Bitmap =
        bytes.map { it.toByte() }.toByteArray().let { BitmapFactory.decodeByteArray(it, 0, it.size) }

    /** A segment of a JPEG that holds what a camera writes about a photo. */
    private fun exif(text: String): ByteArray {
        val size = text.length + 2
        return byteArrayOf(-1, 0xE1.toByte(), (size shr 8).toByte(), size.toByte()) + text.toByteArray()
    }
}
