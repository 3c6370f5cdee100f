package kangban.platform

import android.content.Context
import android.content.pm.PackageManager
import android.hardware.biometrics.BiometricManager
import android.os.Build
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.util.AtomicFile
import kangban.types.SecretKey
import kangban.types.SecretOp
import kangban.types.SecretOut
import kangban.types.SecretPrompt
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.ProviderException
import java.security.SecureRandom
import java.security.UnrecoverableKeyException
import java.util.Base64
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher

/**
 * Keeps keys of 32 bytes that only their owner's finger or face gives back. A key lies in a file that no backup takes,
 * sealed by a key of the phone's hardware.
 */
class Secrets(context: Context, private val prompt: Prompt = SystemPrompt(context)) {
    private val folder = File(context.noBackupFilesDir, "secrets")
    private val strongBox = context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
    private val keys by lazy { SealingKeys(strongBox) }

    /** Carries out; the answer comes when the owner has answered. */
    fun carryOut(op: SecretOp, answer: (SecretOut) -> Unit) {
        try {
            when (op) {
                is SecretOp.Create -> create(op.value, answer)
                is SecretOp.Read -> read(op.value, answer)
                is SecretOp.Remove -> remove(op.value, answer)
            }
        } catch (fault: Exception) {
            answer(meaning(fault))
        }
    }

    private fun create(words: SecretPrompt, answer: (SecretOut) -> Unit) = ask(
        words,
        keys.sealing(words.name),
        answer
    ) {
        val secret = ByteArray(BYTES).also(SecureRandom()::nextBytes)
        write(words.name, it.iv + it.doFinal(secret))
        secret
    }

    private fun read(words: SecretPrompt, answer: (SecretOut) -> Unit) {
        val sealed = file(words.name)
        if (!sealed.baseFile.exists()) return answer(SecretOut.Lost)
        val bytes = sealed.readFully()
        if (bytes.size <= IV_BYTES) return answer(SecretOut.Lost)
        val iv = bytes.copyOf(IV_BYTES)
        val cipher = keys.opening(words.name, iv) ?: return answer(SecretOut.Lost)
        ask(words, cipher, answer) { it.doFinal(bytes, IV_BYTES, bytes.size - IV_BYTES) }
    }

    private fun remove(name: String, answer: (SecretOut) -> Unit) {
        file(name).delete()
        keys.end(name)
        answer(SecretOut.Removed)
    }

    /** The owner's yes, then the secret by [use]. */
    private fun ask(words: SecretPrompt, cipher: Cipher, answer: (SecretOut) -> Unit, use: (Cipher) -> ByteArray) =
        prompt.ask(words, cipher) { recognition ->
            val out = when (recognition) {
                is Recognition.Owner -> key(recognition.cipher, use)
                Recognition.Refused -> SecretOut.Cancelled
                Recognition.Impossible -> SecretOut.Unavailable
            }
            answer(out)
        }

    private fun key(cipher: Cipher, use: (Cipher) -> ByteArray): SecretOut = try {
        val secret = use(cipher)
        SecretOut.Key(SecretKey(secret.map { it.toUByte() })).also { secret.fill(0) }
    } catch (fault: Exception) {
        meaning(fault)
    }

    private fun write(name: String, bytes: ByteArray) {
        folder.mkdirs()
        val file = file(name)
        val out = file.startWrite()
        try {
            out.write(bytes)
            file.finishWrite(out)
        } catch (full: IOException) {
            file.failWrite(out)
            throw full
        }
    }

    private fun file(name: String): AtomicFile {
        val safe = Base64.getUrlEncoder().withoutPadding().encodeToString(name.toByteArray())
        return AtomicFile(File(folder, safe))
    }

    companion object {
        private const val BYTES = 32
        private const val IV_BYTES = 12

        /** Whether the phone has something to recognise a finger or a face with, set up or not. */
        fun possible(context: Context): Boolean {
            val manager = context.service<BiometricManager>()
            val state = if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                manager.canAuthenticate(BiometricManager.Authenticators.BIOMETRIC_STRONG)
            } else {
                @Suppress("DEPRECATION")
                manager.canAuthenticate()
            }
            return possible(state)
        }

        /** A finger that is not set up can be; a sensor that is not there cannot. */
        internal fun possible(state: Int) =
            state == BiometricManager.BIOMETRIC_SUCCESS || state == BiometricManager.BIOMETRIC_ERROR_NONE_ENROLLED

        private fun meaning(fault: Exception): SecretOut = when (fault) {
            is KeyPermanentlyInvalidatedException -> SecretOut.Changed

            is UnrecoverableKeyException, is AEADBadTagException -> SecretOut.Lost

            // No finger is set up, the hardware does not answer, or there is no room for the file.
            is GeneralSecurityException, is ProviderException, is IllegalStateException, is IOException,
            -> SecretOut.Unavailable

            else -> throw fault
        }
    }
}
