mod planning;
mod switching;
