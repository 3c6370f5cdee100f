// The app. cargo-ndk puts the Rust library into src/main/jniLibs; README.md tells how.
plugins {
    alias(libs.plugins.android.application)
    alias(libs.plugins.kotlin.compose)
}

android {
    namespace = "kangban.app"
    compileSdk = 36
    defaultConfig {
        applicationId = "kangban.app"
        minSdk = 29
        targetSdk = 35
        versionCode = 1
        versionName = "1.0"
        val hospital = providers.gradleProperty("kangban.hospital").get()
        resValue("string", "hospital_base", hospital)
        resValue("string", "hospital_host", uri(hospital).host)
        ndk.abiFilters += listOf("arm64-v8a", "x86_64")
    }
    buildFeatures {
        compose = true
        resValues = true
    }
    androidResources.localeFilters += listOf("zh-rCN", "en")
    buildTypes.release {
        isMinifyEnabled = true
        isShrinkResources = true
        proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard-rules.pro")
    }
    lint {
        warningsAsErrors = true
        disable += "GradleDependency"
    }
}

kotlin.jvmToolchain(17)

dependencies {
    implementation(project(":ui"))
    implementation(project(":platform"))
    implementation(libs.activity.compose)
    implementation(libs.androidx.core)
    implementation(libs.lifecycle.runtime)
    implementation(libs.coroutines)
    implementation(variantOf(libs.jna) { artifactType("aar") })
}
