// The screens, against Jetpack's own Compose.
plugins {
    alias(libs.plugins.android.library)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "kangban.ui"
    compileSdk = 36
    defaultConfig.minSdk = 29
    buildFeatures.compose = true
}

kotlin.jvmToolchain(17)

dependencies {
    api(project(":core"))
    api(libs.compose.ui)
    api(libs.compose.foundation)
    api(libs.compose.material3)
}
