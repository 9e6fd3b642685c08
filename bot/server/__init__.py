"""The process: application, launcher, logs, doctor, training, housekeeping."""
