"""`caseflow bench field`: visits with photographs, a large film, slow tablets."""
