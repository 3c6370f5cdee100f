package kangban.platform

import android.content.ContentProvider
import android.content.ContentValues
import android.content.Context
import android.content.Intent
import android.database.Cursor
import android.database.MatrixCursor
import android.net.Uri
import android.os.ParcelFileDescriptor
import android.provider.OpenableColumns
import kangban.types.ExportFile
import java.io.File
import java.io.FileNotFoundException
import java.io.IOException
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap
import kotlin.concurrent.thread

/**
 * Hands files to other apps and takes a photo from the camera, by addresses that nobody can guess and that only the app
 * they were given to can open. What is shared lies in memory alone and is gone with the process.
 */
class HandedFiles : ContentProvider() {
    override fun onCreate() = true

    override fun openFile(uri: Uri, mode: String): ParcelFileDescriptor {
        val name = uri.lastPathSegment ?: throw FileNotFoundException()
        if (uri.pathSegments.firstOrNull() == CAMERA) {
            val file = cameraFile(checkNotNull(context), name)
            return ParcelFileDescriptor.open(file, ParcelFileDescriptor.parseMode(mode))
        }
        val shared = shared[uri] ?: throw FileNotFoundException()
        if (mode != "r") throw FileNotFoundException()
        val (read, write) = ParcelFileDescriptor.createPipe()
        thread(name = "kangban-share", isDaemon = true) {
            try {
                ParcelFileDescriptor.AutoCloseOutputStream(write).use { out -> out.write(bytes(shared)) }
            } catch (_: IOException) {
                // The other app has read as much as it wanted.
            }
        }
        return read
    }

    override fun getType(uri: Uri): String? = if (uri.pathSegments.firstOrNull() == CAMERA) JPEG else shared[uri]?.mime

    override fun query(
        uri: Uri,
        columns: Array<String>?,
        selection: String?,
        arguments: Array<String>?,
        order: String?,
    ): Cursor {
        val file = shared[uri]
        val asked = columns ?: arrayOf(OpenableColumns.DISPLAY_NAME, OpenableColumns.SIZE)
        val cursor = MatrixCursor(asked)
        if (file != null) {
            val row = asked.map { column ->
                when (column) {
                    OpenableColumns.DISPLAY_NAME -> file.name
                    OpenableColumns.SIZE -> file.bytes.size
                    else -> null
                }
            }
            cursor.addRow(row)
        }
        return cursor
    }

    override fun insert(uri: Uri, values: ContentValues?): Uri? = null

    override fun delete(uri: Uri, selection: String?, arguments: Array<String>?) = 0

    override fun update(uri: Uri, values: ContentValues?, selection: String?, arguments: Array<String>?) = 0

    companion object {
        private const val CAMERA = "camera"
        private const val SHARED = "shared"
        private const val JPEG = "image/jpeg"
        private val shared = ConcurrentHashMap<Uri, ExportFile>()

        /** The system's sheet that offers this file to other apps. One file is shared at a time. */
        fun shareSheet(context: Context, file: ExportFile): Intent {
            shared.clear()
            val uri = address(context, SHARED)
            shared[uri] = file
            val send = Intent(Intent.ACTION_SEND).setType(file.mime).putExtra(Intent.EXTRA_STREAM, uri)
                .addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
            send.clipData = android.content.ClipData.newRawUri(null, uri)
            return Intent.createChooser(send, null).addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        }

        /** Nothing is shared any more. */
        fun stopSharing() = shared.clear()

        /** Where the camera is to put the next photo. */
        fun cameraAddress(context: Context): Uri {
            cameraFolder(context).mkdirs()
            return address(context, CAMERA)
        }

        /** What the camera put there, taken away from there; null when it put nothing. */
        fun takePhoto(context: Context, uri: Uri): ByteArray? {
            val file = cameraFile(context, uri.lastPathSegment ?: return null)
            val bytes = if (file.length() > 0) file.readBytes() else null
            file.delete()
            return bytes
        }

        /** Deletes photos that nobody took away: the process was killed between. */
        fun clearPhotos(context: Context) = cameraFolder(context).deleteRecursively()

        private fun address(context: Context, kind: String): Uri = Uri.Builder().scheme("content")
            .authority("${context.packageName}.files").appendPath(kind).appendPath(UUID.randomUUID().toString()).build()

        private fun cameraFolder(context: Context) = File(context.cacheDir, CAMERA)

        private fun cameraFile(context: Context, name: String): File {
            // A name and never a path: nothing outside of the folder can be meant.
            if (File(name).name != name) throw FileNotFoundException()
            return File(cameraFolder(context), name)
        }

        private fun bytes(file: ExportFile) = ByteArray(file.bytes.size) { file.bytes[it].toByte() }
    }
}
