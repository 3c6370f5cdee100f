package kangban.platform

import android.content.Context
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import kangban.types.SecretPrompt
import javax.crypto.Cipher

/** Asks the phone's owner for a finger or a face, so that a key may be used once. */
fun interface Prompt {
    /** Asks in these words; [done] is called once. */
    fun ask(words: SecretPrompt, cipher: Cipher, done: (Recognition) -> Unit)
}

/** What came of asking. */
sealed interface Recognition {
    /** It was the owner: the cipher works now. */
    class Owner(val cipher: Cipher) : Recognition

    /** The owner did not want to, or nobody was recognised. */
    data object Refused : Recognition

    /** The phone cannot ask. */
    data object Impossible : Recognition
}

/** The system's own prompt. */
class SystemPrompt(private val context: Context) : Prompt {
    override fun ask(words: SecretPrompt, cipher: Cipher, done: (Recognition) -> Unit) {
        val main = context.mainExecutor
        main.execute {
            val prompt = BiometricPrompt.Builder(context).setTitle(words.title)
                .setNegativeButton(words.cancel, main) { _, _ -> done(Recognition.Refused) }
            if (words.detail.isNotEmpty()) prompt.setDescription(words.detail)
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                prompt.setAllowedAuthenticators(BiometricManager.Authenticators.BIOMETRIC_STRONG)
            }
            prompt.build().authenticate(
                BiometricPrompt.CryptoObject(cipher),
                CancellationSignal(),
                main,
                callback(done)
            )
        }
    }

    private fun callback(done: (Recognition) -> Unit) = object : BiometricPrompt.AuthenticationCallback() {
        override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
            val cipher = result.cryptoObject?.cipher
            done(if (cipher == null) Recognition.Impossible else Recognition.Owner(cipher))
        }

        override fun onAuthenticationError(code: Int, message: CharSequence) = done(meaning(code))
    }

    companion object {
        /** What an error of the system's prompt means. */
        internal fun meaning(code: Int): Recognition = when (code) {
            BiometricPrompt.BIOMETRIC_ERROR_HW_NOT_PRESENT,
            BiometricPrompt.BIOMETRIC_ERROR_HW_UNAVAILABLE,
            BiometricPrompt.BIOMETRIC_ERROR_LOCKOUT_PERMANENT,
            BiometricPrompt.BIOMETRIC_ERROR_NO_BIOMETRICS,
            BiometricPrompt.BIOMETRIC_ERROR_NO_DEVICE_CREDENTIAL,
            BiometricManager.BIOMETRIC_ERROR_SECURITY_UPDATE_REQUIRED,
            BiometricPrompt.BIOMETRIC_ERROR_VENDOR,
            -> Recognition.Impossible

            else -> Recognition.Refused
        }
    }
}
