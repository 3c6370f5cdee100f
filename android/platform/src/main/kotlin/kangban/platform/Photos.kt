package kangban.platform

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Matrix
import android.media.ExifInterface
import kangban.types.PickedFile
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.IOException
import kotlin.math.max
import kotlin.math.roundToInt

/** How large a photo may be, as the core says. */
data class PhotoLimits(val maxBytes: Int, val maxEdge: Int)

/** Makes a photo small enough for an entry. */
object Photos {
    // A share of the longest edge allowed and a quality, tried in turn.
    private val ATTEMPTS = listOf(1.0 to 85, 1.0 to 70, 0.75 to 70, 0.5 to 70, 0.35 to 60)

    /**
     * Draws the picture anew, even when it is small: that leaves out where and with what it was taken. What is no
     * picture, or stays too large, comes back without bytes, and the core says so.
     */
    fun prepared(original: ByteArray, mime: String, limits: PhotoLimits): PickedFile {
        val size = original.size.toUInt()
        val picture = decode(original, limits.maxEdge) ?: return PickedFile("", emptyList(), size)
        for ((share, quality) in ATTEMPTS) {
            val jpeg = jpeg(picture, (limits.maxEdge * share).roundToInt(), quality)
            if (jpeg.size <= limits.maxBytes) return PickedFile("image/jpeg", jpeg.map { it.toUByte() }, size)
        }
        return PickedFile(mime, emptyList(), size)
    }

    /** Upright, and read no larger than needed: a phone's camera gives more pixels than fit in memory twice. */
    private fun decode(bytes: ByteArray, edge: Int): Bitmap? {
        val bounds = BitmapFactory.Options().apply { inJustDecodeBounds = true }
        BitmapFactory.decodeByteArray(bytes, 0, bytes.size, bounds)
        val options = BitmapFactory.Options().apply {
            inSampleSize =
                sample(max(bounds.outWidth, bounds.outHeight), edge)
        }
        val read = BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options) ?: return null
        val turn = turn(bytes)
        if (turn.isIdentity) return read
        return Bitmap.createBitmap(read, 0, 0, read.width, read.height, turn, true)
    }

    /** The largest power of two that still leaves the longer edge at least so long. */
    internal fun sample(longer: Int, edge: Int): Int {
        var sample = 1
        while (longer / (sample * 2) >= edge) sample *= 2
        return sample
    }

    private fun turn(bytes: ByteArray): Matrix {
        val said = try {
            ExifInterface(ByteArrayInputStream(bytes)).getAttributeInt(ExifInterface.TAG_ORIENTATION, 0)
        } catch (_: IOException) {
            0
        }
        return Matrix().apply {
            when (said) {
                ExifInterface.ORIENTATION_FLIP_HORIZONTAL -> postScale(-1f, 1f)
                ExifInterface.ORIENTATION_ROTATE_180 -> postRotate(180f)
                ExifInterface.ORIENTATION_FLIP_VERTICAL -> postScale(1f, -1f)
                ExifInterface.ORIENTATION_TRANSPOSE -> postRotate(90f).also { postScale(-1f, 1f) }
                ExifInterface.ORIENTATION_ROTATE_90 -> postRotate(90f)
                ExifInterface.ORIENTATION_TRANSVERSE -> postRotate(270f).also { postScale(-1f, 1f) }
                ExifInterface.ORIENTATION_ROTATE_270 -> postRotate(270f)
            }
        }
    }

    private fun jpeg(picture: Bitmap, edge: Int, quality: Int): ByteArray {
        val scale = minOf(1.0, edge.toDouble() / max(picture.width, picture.height))
        val width = max(1, (picture.width * scale).roundToInt())
        val height = max(1, (picture.height * scale).roundToInt())
        // A JPEG has no transparency: what was see-through is on paper now.
        val paper = Bitmap.createBitmap(width, height, Bitmap.Config.ARGB_8888).apply { eraseColor(Color.WHITE) }
        Canvas(paper).drawBitmap(Bitmap.createScaledBitmap(picture, width, height, true), 0f, 0f, null)
        return ByteArrayOutputStream().also { paper.compress(Bitmap.CompressFormat.JPEG, quality, it) }.toByteArray()
    }
}
