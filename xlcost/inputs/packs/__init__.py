"""What earlier packs hold: amounts and people's comments; may import files and findings."""
